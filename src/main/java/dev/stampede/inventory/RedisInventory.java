package dev.stampede.inventory;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** What Redis is told about a campaign's stock, apart from takes. */
public final class RedisInventory {
    /** Takes the units of an expired order again. */
    public static final Script REACQUIRE = Script.load("inventory/reacquire");

    /** Takes units out of an offer. */
    public static final Script WITHDRAW = Script.load("inventory/withdraw");

    private static final Script RELEASE = Script.load("inventory/release");
    private static final Script DEFINE = Script.load("inventory/define");
    private static final Script READING = Script.load("inventory/reading");

    /** What a script said: {@code OK}, or why it did nothing. */
    public enum Told {
        OK,
        OLDER,
        MISSING,
        FENCED,
        STALE_GENERATION
    }

    private final Commands commands;

    public RedisInventory(Commands commands) {
        this.commands = commands;
    }

    /** The scripts of this room, for whoever loads scripts. */
    public static List<Script> scripts() {
        return List.of(RELEASE, DEFINE, REACQUIRE, WITHDRAW);
    }

    /** Gives back what stands under these holds; anything but {@code OK} leaves the releases pending. */
    public Future<Told> release(String campaignId, long generation, List<Release> releases) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        Invocation call = RELEASE.call();
        RELEASE.keys().forEach(name -> call.key(name, keys.named(name)));
        call.arg("generation", generation);
        for (Release one : releases) {
            call.each(one.hold(), one.formationId(), one.standing(), Long.toString(one.deadline()));
        }
        return tell(call);
    }

    /** Takes a revision of the definition, if it is newer than what Redis has: {@code OLDER} is as good as {@code OK}. */
    public Future<Told> define(Campaign campaign, long generation) {
        Invocation call = DEFINE.call()
                .key("campaign", new CampaignKeys(campaign.id()).campaign())
                .arg("generation", generation)
                .arg("revision", campaign.revision())
                .arg("gate", Gate.of(campaign.state()).word())
                .arg("opensAt", campaign.terms().opensAt().toEpochMilli())
                .arg("closesAt", campaign.terms().closesAt().toEpochMilli())
                .arg("shopperLimit", campaign.terms().perShopperLimit());
        for (Offer offer : campaign.offers()) {
            call.each(offer.sku(), Long.toString(offer.granted()));
        }
        return tell(call);
    }

    /** One still picture of a campaign, with the units of those holds that still stand. */
    public Future<StockReading> read(String campaignId, List<String> holds) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        Invocation call = READING.call().key("campaign", keys.campaign()).key("held", keys.held());
        holds.forEach(call::each);
        return commands.send(call.requestWithText()).map(reply -> StockReading.of(Objects.requireNonNull(reply)));
    }

    private Future<Told> tell(Invocation call) {
        return commands.send(call.request())
                .map(reply -> Told.valueOf(Objects.requireNonNull(reply).get(0).toString()));
    }
}
