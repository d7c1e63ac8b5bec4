package dev.stampede.cluster;

/** This process could not renew its node number lately, and makes no ids until it can. */
public final class LeaseLost extends RuntimeException {
    LeaseLost() {
        super("the lease of the node number could not be renewed", null, false, false);
    }
}
