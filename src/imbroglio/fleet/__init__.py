"""The same reading over any number of processes and machines, into a dataset.

Flows in: inputs, cut into units. Flows out: a folder of Parquet with statements, reports and troubles, exactly once by content, and
the same bytes whichever way it was read. This package imports nothing by itself, since worker processes pass through it.
"""
