"""The workbench: pages and JSON over the record, served on this machine only."""
