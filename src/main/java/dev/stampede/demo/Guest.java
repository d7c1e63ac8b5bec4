package dev.stampede.demo;

/** A shopper who does something together with others. */
record Guest(String id, String token) {}
