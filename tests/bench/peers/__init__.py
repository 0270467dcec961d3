"""Others who read the same topics and do the same work: only what is around it differs.

Whatever a peer hands over goes through `storing.Storing`: the decoder, the ledger, the projections
and the offsets of `muster worker`, in one transaction. So a rate says what the transport, the
batches and the loop around that work are worth, and a kill what their guarantee is.
"""
