"""证券时报网 (Securities Times), stcn.com: as it stands since 2022, and its past."""
