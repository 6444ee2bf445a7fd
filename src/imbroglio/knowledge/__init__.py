"""What is known before any report is read: codebook, lexicon, actor packs, gazetteer. Data files and their loaders."""
