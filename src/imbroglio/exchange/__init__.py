"""Out to the forms of the field: CSV, XLSX, JSON, GeoJSON, GEXF, ACLED's and UCDP GED's columns, and a site of its own.

Flows in: values of the record. Flows out: bytes, chunk by chunk. Refuses what is private: a person who does not act in
public has no name here. Nothing that comes out is run by the program that opens it: text is only ever text.
"""
