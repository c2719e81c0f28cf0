"""The formats of the bundled sources, as `newsarchive.testing` needs them: samples, renderers, what may vary.

Nothing here is imported when documents are read.
"""
