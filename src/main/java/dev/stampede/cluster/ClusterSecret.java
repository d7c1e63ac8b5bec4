package dev.stampede.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all members know: the cluster's name is made of it, and every hint on the bus is sealed with it. */
public final class ClusterSecret {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public ClusterSecret(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The name of the cluster, which nobody can guess and from which nobody can tell the secret. */
    String clusterName() {
        return "stampede-" + mac("cluster name");
    }

    /** What only a member can put beside a hint. */
    String seal(String address, String hint) {
        return mac("hint\n" + address + "\n" + hint);
    }

    /** Whether a member sealed this hint for this address. */
    boolean isSealed(String address, String hint, String seal) {
        return MessageDigest.isEqual(
                seal(address, hint).getBytes(StandardCharsets.UTF_8), seal.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ClusterSecret[masked]";
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
