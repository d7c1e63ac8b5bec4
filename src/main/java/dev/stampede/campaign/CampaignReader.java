package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an operator asks to create. Whatever is wrong is reported to the body's {@link Fields}. */
public final class CampaignReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_OFFERS = 20;
    private static final long MAX_PRICE_FEN = 1_000_000_000;
    private static final long MAX_ALLOCATION = 10_000_000;
    private static final int MAX_UNITS = 1_000;
    private static final int MAX_SECONDS = 604_800;
    private static final String DEFAULT_ZONE = "Asia/Shanghai";

    private final RulesCheck kinds;

    public CampaignReader(RulesCheck kinds) {
        this.kinds = kinds;
    }

    /** The draft in {@code body}, meaningless unless the body proves clean; {@code now} is what closesAt must be ahead of. */
    public Draft read(Fields body, Instant now) {
        String kind = body.text("kind", 1, 64);
        List<Offer> offers = offers(body);
        Terms terms = terms(body, kind, body.isClean("offers") ? offers : List.of());
        checkTimes(body, terms, now);
        checkLimits(body, terms);
        return new Draft(kind, terms, offers);
    }

    /** The {@code reason} of an operator's change, at most 500 characters; empty when none is given. */
    public static String reason(Fields body) {
        String reason = body.optionalText("reason", 0, 500);
        return reason == null ? "" : prose(body, "reason", reason);
    }

    private Terms terms(Fields body, String kind, List<Offer> offers) {
        return new Terms(
                line(body, "title", 1, 64),
                prose(body, "copy", body.text("copy", 1, 500)),
                cover(body),
                sinceEpoch(body, "opensAt", body.instant("opensAt")),
                sinceEpoch(body, "closesAt", body.instant("closesAt")),
                announceAt(body),
                (int) body.integer("payWithinSeconds", 1, MAX_SECONDS),
                (int) body.integer("perShopperLimit", 1, MAX_UNITS),
                (int) body.integer("perOrderLimit", 1, MAX_UNITS),
                body.choice("ack", Ack.class, Ack.SETTLED),
                body.choice("stockShown", StockShown.class, StockShown.EXACT),
                timeZone(body),
                audience(body.object("audience")),
                refundPolicy(body),
                body.flag("refundable", true),
                rules(body, kind, offers));
    }

    private static List<Offer> offers(Fields body) {
        List<Offer> offers = new ArrayList<>();
        Set<String> skus = new HashSet<>();
        for (Fields offer : body.objects("offers", 1, MAX_OFFERS)) {
            offers.add(offer(offer, skus));
        }
        return offers;
    }

    private static Offer offer(Fields body, Set<String> skus) {
        String sku = body.name("sku");
        String name = line(body, "name", 1, 64);
        long price = body.integer("priceFen", 1, MAX_PRICE_FEN);
        long listPrice = body.integer("listPriceFen", 1, MAX_PRICE_FEN);
        long allocation = body.integer("allocation", 1, MAX_ALLOCATION);
        if (body.isClean("sku") && !skus.add(sku)) {
            body.violation("sku", "conflict", "is the sku of another offer too");
        }
        if (body.isClean("priceFen", "listPriceFen") && price > listPrice) {
            body.violation("priceFen", "conflict", "must not be above listPriceFen");
        }
        return new Offer(sku, name, Money.ofFen(price), Money.ofFen(listPrice), allocation);
    }

    private static void checkTimes(Fields body, Terms terms, Instant now) {
        if (body.isClean("closesAt") && !terms.closesAt().isAfter(now)) {
            body.violation("closesAt", "range", "must be ahead");
        }
        if (body.isClean("opensAt", "closesAt") && !terms.closesAt().isAfter(terms.opensAt())) {
            body.violation("closesAt", "conflict", "must be after opensAt");
        }
        Instant announceAt = terms.announceAt();
        if (announceAt != null && body.isClean("opensAt", "announceAt") && announceAt.isAfter(terms.opensAt())) {
            body.violation("announceAt", "conflict", "must not be after opensAt");
        }
    }

    private static void checkLimits(Fields body, Terms terms) {
        if (body.isClean("perOrderLimit", "perShopperLimit") && terms.perOrderLimit() > terms.perShopperLimit()) {
            body.violation("perOrderLimit", "conflict", "must not be above perShopperLimit");
        }
    }

    private static @Nullable String cover(Fields body) {
        String cover = body.optionalText("cover", 1, 500);
        if (cover != null && !isHttps(cover)) {
            body.violation("cover", "pattern", "must be an https URL");
        }
        return cover;
    }

    private static boolean isHttps(String text) {
        try {
            URI url = new URI(text);
            return "https".equals(url.getScheme()) && url.getRawAuthority() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable Instant announceAt(Fields body) {
        Instant time = body.optionalInstant("announceAt");
        return time == null ? null : sinceEpoch(body, "announceAt", time);
    }

    private static Instant sinceEpoch(Fields body, String name, Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            body.violation(name, "range", "must not be before the year 1970");
        }
        return time;
    }

    private static ZoneId timeZone(Fields body) {
        String zone = body.optionalText("timeZone", 1, 64);
        if (zone == null) {
            return ZoneId.of(DEFAULT_ZONE);
        }
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(zone)) {
            body.violation("timeZone", "choice", "must be a time zone such as " + DEFAULT_ZONE);
            return ZoneId.of(DEFAULT_ZONE);
        }
        return ZoneId.of(zone);
    }

    private static Audience audience(Fields body) {
        return new Audience(body.flag("newcomersOnly", false), Set.copyOf(body.texts("tags", NAME, 20)));
    }

    private ObjectNode rules(Fields body, String kind, List<Offer> offers) {
        Fields rules = body.object("rules");
        if (!body.isClean("kind")) {
            return Json.object();
        }
        Optional<ObjectNode> checked = kinds.check(kind, rules, offers);
        if (checked.isEmpty()) {
            body.violation("kind", "choice", "is not a kind of campaign that runs here");
        }
        return checked.orElseGet(Json::object);
    }

    private static String refundPolicy(Fields body) {
        String policy = body.optionalText("refundPolicy", 0, 2_000);
        return policy == null ? "" : prose(body, "refundPolicy", policy);
    }

    private static String line(Fields body, String name, int min, int max) {
        return without(Character::isISOControl, body, name, body.text(name, min, max));
    }

    private static String prose(Fields body, String name, String text) {
        return without(point -> point != '\n' && Character.isISOControl(point), body, name, text);
    }

    private static String without(IntPredicate refused, Fields body, String name, String text) {
        if (text.codePoints().anyMatch(refused)) {
            body.violation(name, "pattern", "must not hold control characters");
        }
        return text;
    }
}
