"""The real command line with small batches, tars and stretches, and so a run over fifty files goes often through every step."""

from newsarchive import intake
from newsarchive.cli import main
from newsarchive.pipeline import requests, session
from newsarchive.store import originals

session.BATCH_LINES = 12
originals.TAR_BYTES = 25_000
intake.WHOLE_BYTES = 100_000
requests.LARGE_BYTES = 400_000
requests.STRETCH_BYTES = 40_000

if __name__ == "__main__":
    main()
