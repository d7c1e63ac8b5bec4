package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.feed.ClientMessage.Wrong;
import dev.stampede.push.EventType;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedContractTest {
    private final FeedContract contract = new FeedContract();

    @Test
    void it_has_every_message_that_the_code_takes_and_no_other() {
        Set<String> taken = Arrays.stream(ClientMessage.class.getPermittedSubclasses())
                .filter(type -> type != Wrong.class)
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(contract.types("hear")).isEqualTo(taken);
        for (String type : taken) {
            String example = contract.payload(type)
                    .getJsonArray("examples")
                    .getJsonObject(0)
                    .encode();
            assertThat(ClientMessage.read(example).getClass().getSimpleName()).isEqualToIgnoringCase(type);
        }
    }

    /** What is sent is compared with the contract in each test of this room. */
    @Test
    void it_has_every_message_that_the_code_sends_and_no_other() {
        Set<String> sent = Arrays.stream(ServerMessage.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == byte[].class)
                .map(method -> method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(contract.types("tell")).isEqualTo(sent);
        Set<String> all = new TreeSet<>(contract.types("hear"));
        all.addAll(sent);
        JsonObject channel = contract.document().getJsonObject("channels").getJsonObject("feed");
        assertThat(channel.getString("address")).isEqualTo("/v1/feed");
        assertThat(channel.getJsonObject("messages").fieldNames()).isEqualTo(all);
    }

    @Test
    void it_has_every_event_that_a_socket_may_be_told() {
        Set<String> events =
                contract
                        .payload("event")
                        .getJsonObject("properties")
                        .getJsonObject("event")
                        .getJsonArray("enum")
                        .stream()
                        .map(String::valueOf)
                        .collect(Collectors.toSet());
        assertThat(events)
                .isEqualTo(Stream.concat(
                                Stream.of("stock"),
                                Arrays.stream(EventType.values()).map(EventType::word))
                        .collect(Collectors.toSet()));
    }

    @Test
    void every_example_is_valid_and_another_member_is_not() {
        Stream.concat(contract.types("hear").stream(), contract.types("tell").stream())
                .flatMap(type -> contract.payload(type).getJsonArray("examples").stream())
                .map(JsonObject.class::cast)
                .forEach(example -> {
                    assertThat(contract.errors(example)).as("%s", example).isEmpty();
                    assertThat(contract.errors(example.copy().put("more", 1))).isNotEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"shout\"}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"topics\":[]}",
                "{\"type\":\"subscribe\",\"topics\":\"me\"}",
                "{\"type\":\"subscribe\",\"topics\":[\"a b\"]}",
                "{\"type\":\"resume\",\"topic\":\"me\",\"lastSeq\":-1}",
                "{\"type\":\"resume\",\"topic\":\"me\",\"lastSeq\":1.0}",
                "{\"type\":\"ping\",\"clientTime\":\"now\"}",
                "{\"type\":\"ping\",\"clientTime\":1,\"more\":1}",
                "{\"type\":\"authenticate\",\"token\":\"\"}"
            })
    void what_has_another_shape_is_invalid(String text) {
        assertThat(ClientMessage.read(text)).isEqualTo(new Wrong("INVALID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"type\":\"ping\",\"type\":\"ping\"}", "{}{}"})
    void what_is_no_object_is_malformed(String text) {
        assertThat(ClientMessage.read(text)).isEqualTo(new Wrong("MALFORMED"));
    }
}
