"""What an archive holds, for whoever reads it: records, where each was seen, what story it belongs to, whether it may be shown.

Nothing is written and no lock is taken: readers may come at any time, also while another process ingests.
"""

from .kinds import Chain, Filled, Held, Sighting, Word
from .reading import OWN, Holdings, open_holdings

__all__ = ["OWN", "Chain", "Filled", "Held", "Holdings", "Sighting", "Word", "open_holdings"]
