"""The real command line with small batches and small tars, so that a run over fifty files goes through every step often."""

from newsarchive.cli import main
from newsarchive.pipeline import session
from newsarchive.store import originals

session.BATCH_LINES = 12
originals.TAR_BYTES = 25_000

if __name__ == "__main__":
    main()
