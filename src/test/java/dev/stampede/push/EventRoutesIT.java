package dev.stampede.push;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.sqlclient.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRoutesIT {
    private final LogServer server = new LogServer();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_page_holds_what_is_told_outside_and_where_to_go_on() throws IOException, InterruptedException {
        write("a", "campaign.announced");
        write("b", "campaign.batch_rejected");
        write("c", "order.held");
        write("d", "order.refunding");
        get(server.relay.step());

        ObjectNode first = page("?limit=1");
        assertThat(ids(first)).containsExactly("a");
        assertThat(first.path("items").get(0).fieldNames())
                .toIterable()
                .containsExactly("id", "type", "campaignId", "at", "data");
        ObjectNode second = page("?after=" + first.path("nextCursor").textValue());
        assertThat(ids(second)).containsExactly("c");
        ObjectNode end = page("?after=" + second.path("nextCursor").textValue());
        assertThat(ids(end)).isEmpty();
        assertThat(end.path("nextCursor")).isEqualTo(second.path("nextCursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "x", "00", "99999999999999999"})
    void what_is_no_cursor_is_refused(String cursor) throws IOException, InterruptedException {
        HttpResponse<String> page =
                client.send(server.to("/admin/v1/events?after=" + cursor).build(), BodyHandlers.ofString());
        HttpResponse<String> stream = client.send(
                server.to("/admin/v1/events/stream")
                        .header("Last-Event-ID", cursor)
                        .build(),
                BodyHandlers.ofString());

        assertThat(List.of(page.statusCode(), stream.statusCode())).containsExactly(400, 400);
        assertThat(stream.body()).contains("/Last-Event-ID");
    }

    @Test
    void a_stream_tells_what_comes_and_ends_when_the_node_drains() throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = stream();
        write("a", "order.held");
        get(server.relay.step());

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly("retry: 1000", "", "id: 1");
            assertThat(lines.readLine()).startsWith("data: {\"id\":\"a\",");
            server.routes.drain();
            assertThat(lines.lines().filter(line -> !line.isEmpty())).isEmpty();
        }
    }

    @Test
    void a_node_has_a_bounded_number_of_streams() throws IOException, InterruptedException {
        List<HttpResponse<InputStream>> streams = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            streams.add(stream());
        }
        assertThat(streams).allMatch(stream -> stream.statusCode() == 200);
        assertThat(stream().statusCode()).isEqualTo(503);
    }

    private HttpResponse<InputStream> stream() throws IOException, InterruptedException {
        return client.send(server.to("/admin/v1/events/stream").build(), BodyHandlers.ofInputStream());
    }

    private ObjectNode page(String query) throws IOException, InterruptedException {
        return Json.readOwn(client.send(server.to("/admin/v1/events" + query).build(), BodyHandlers.ofString())
                .body());
    }

    private static List<String> ids(ObjectNode page) {
        return page.path("items").findValuesAsText("id");
    }

    private void write(String id, String type) {
        get(server.pool
                .preparedQuery("INSERT INTO event (id, type, campaign_id, data)"
                        + " VALUES ($1::text, $2::text, 'c', '{\"title\":\"x\"}')")
                .execute(Tuple.of(id, type)));
    }
}
