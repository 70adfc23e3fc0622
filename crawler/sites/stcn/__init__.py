"""证券时报网 (Securities Times), www.stcn.com, as it has stood since September 2022."""
