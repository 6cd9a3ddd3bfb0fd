"""What the values of a folder show, sentence by sentence, for the file `values.txt` of a draft.

Every figure is counted in the database in memory that holds the files.
"""
