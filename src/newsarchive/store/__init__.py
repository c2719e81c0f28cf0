"""The archive on disk: its layout and format, records and manifests, originals, and the protocol that writes them."""
