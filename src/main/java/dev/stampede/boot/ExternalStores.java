package dev.stampede.boot;

/**
 * Stores that somebody else runs.
 *
 * @param redisUrl {@code redis://} or {@code rediss://}; may hold a password
 * @param postgresUrl {@code postgresql://} or {@code postgres://}; may hold a password
 */
public record ExternalStores(String redisUrl, String postgresUrl) {
    @Override
    public String toString() {
        return StoreUrl.masked(redisUrl) + " " + StoreUrl.masked(postgresUrl);
    }
}
