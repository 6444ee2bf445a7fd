"""The record as people see it: plain data over values of the model, the same for the command line and for the workbench."""
