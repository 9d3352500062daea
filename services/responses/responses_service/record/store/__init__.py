"""The ledger of ids, the record, what the recorder compares with, and the words of consents."""
