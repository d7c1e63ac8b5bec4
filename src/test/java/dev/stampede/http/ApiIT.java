package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIT {
    private final TestServer server = new TestServer();

    @AfterEach
    void everything_is_answered() {
        server.awaitInFlight(0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_good_request_gets_its_answer_and_the_time() {
        HttpResponse<String> created = server.post("/v1/things", "{\"name\":\"茶\",\"count\":9007199254740991}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).isEqualTo("{\"name\":\"茶\",\"count\":9007199254740991}");
        assertThat(header(created, "Content-Type")).isEqualTo("application/json");
        assertThat(header(created, "X-Server-Time")).isEqualTo("1795262400123");
        assertThat(header(created, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(created, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(created, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(created, "Server")).isEmpty();
        assertThat(server.get("/v1/time").body()).isEqualTo("{\"now\":\"2026-11-21T12:00:00.123Z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nonsense",
                "{\"name\":\"a\",\"count\":1",
                "{\"name\":\"a\",\"count\":1}{}",
                "{\"name\":\"a\",\"count\":1} x",
                "{\"name\":\"a\",\"name\":\"b\",\"count\":1}",
                "{\"name\":\"\\ud800\",\"count\":1}",
                "\uFEFF{\"name\":\"a\",\"count\":1}",
                "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}",
            })
    void what_is_not_one_json_object_is_malformed(String body) {
        problem(server.post("/v1/things", body), 400, "MALFORMED");
    }

    @Test
    void bytes_that_are_not_utf_8_are_malformed() {
        byte[] body = "{\"name\":\"\u00e9\",\"count\":1}".getBytes(StandardCharsets.ISO_8859_1);
        problem(server.post("/v1/things", body, "application/json"), 400, "MALFORMED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a','count':1.0}              | /count  | type",
                "{'name':'a','count':1e3}              | /count  | type",
                "{'name':'a','count':'1'}              | /count  | type",
                "{'name':'a','count':9007199254740992} | /count  | range",
                "{'name':'a','count':0}                | /count  | range",
                "{'name':'a'}                          | /count  | required",
                "{'name':7,'count':1}                  | /name   | type",
                "{'name':'','count':1}                 | /name   | length",
                "{'name':'a','count':1,'more':1}       | /more   | unknown",
            })
    void what_has_the_wrong_content_is_invalid(String body, String pointer, String code) {
        ObjectNode problem = problem(server.post("/v1/things", body.replace('\'', '"')), 400, "INVALID");
        assertThat(problem.path("errors")).hasSize(1);
        assertThat(problem.at("/errors/0/pointer").textValue()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/code").textValue()).isEqualTo(code);
        assertThat(problem.at("/errors/0/detail").textValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/thing", "/v1/things/1/more", "/v1//nothing", "/favicon.ico"})
    void an_unknown_path_is_not_found(String path) {
        problem(server.get(path), 404, "NOT_FOUND");
        problem(server.post(path, "{}"), 404, "NOT_FOUND");
    }

    @Test
    void a_known_path_names_its_methods() {
        HttpResponse<String> response = server.send(server.to("/v1/things").DELETE());
        problem(response, 405, "MALFORMED");
        assertThat(header(response, "Allow")).isEqualTo("GET, POST");
        HttpResponse<String> withParameter = server.post("/v1/things/7", "{}");
        problem(withParameter, 405, "MALFORMED");
        assertThat(header(withParameter, "Allow")).isEqualTo("GET, PATCH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonp",
                "application/xml",
                "application/json; charset=gbk",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "*/*"
            })
    void a_body_of_another_type_is_refused(String type) {
        byte[] body = "{\"name\":\"a\",\"count\":1}".getBytes(StandardCharsets.UTF_8);
        problem(server.post("/v1/things", body, type), 415, "MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON", "application/json;charset=UTF-8"})
    void json_may_say_that_it_is_utf_8(String type) {
        byte[] body = "{\"name\":\"a\",\"count\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(server.post("/v1/things", body, type).statusCode()).isEqualTo(201);
    }

    @Test
    void a_body_without_a_type_is_refused_and_a_missing_body_is_malformed() {
        problem(server.send(server.to("/v1/things").POST(BodyPublishers.ofString("{}"))), 415, "MALFORMED");
        problem(server.send(server.to("/v1/things").POST(BodyPublishers.noBody())), 400, "MALFORMED");
    }

    @Test
    void a_body_has_a_limit_whether_its_length_is_told_or_not() {
        String fits = "{\"name\":\"a\",\"count\":1}" + " ".repeat(8_192 - 22);
        byte[] tooLong = (fits + " ").getBytes(StandardCharsets.UTF_8);
        assertThat(server.post("/v1/things", fits).statusCode()).isEqualTo(201);
        problem(server.post("/v1/things", tooLong, "application/json"), 413, "MALFORMED");
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooLong));
        problem(
                server.send(server.to("/v1/things")
                        .header("Content-Type", "application/json")
                        .POST(chunked)),
                413,
                "MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "1.0", "1e1", "x", "99999999999", "%zz"})
    void a_bad_limit_is_refused(String limit) {
        String answer =
                server.raw("GET /v1/things?limit=" + limit + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/things/%zz HTTP/1.1            | Host: x                | 400",
                "GET /v1/things/7?a=%zz HTTP/1.1        | Host: x                | 400",
                "GET /v1/time HTTP/1.1                  | Accept: x              | 400",
                "nonsense                               | Host: x                | 400",
                "GET /v1/time HTTP/1.1                  | Host: x\\r\\nno colon    | 400",
                "POST /v1/things HTTP/1.1               | Host: x\\r\\nContent-Length: x | 400",
                "GET /LONG HTTP/1.1                     | Host: x                | 414",
                "GET /v1/time HTTP/1.1                  | Host: x\\r\\nX: LONG     | 431",
                "OPTIONS * HTTP/1.1                     | Host: x                | 404",
            })
    void what_is_hardly_a_request_gets_a_problem_too(String line, String headers, int status) {
        String request = line + "\r\n" + headers.replace("\\r\\n", "\r\n") + "\r\nConnection: close\r\n\r\n";
        String answer = server.raw(request.replace("LONG", "x".repeat(9_000)));
        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("x-server-time: 1795262400123");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        problem(body, status, status == 404 ? "NOT_FOUND" : "MALFORMED");
    }

    @Test
    void a_refusal_keeps_its_members() {
        ObjectNode problem = problem(server.get("/v1/refused"), 409, "NOT_STARTED");
        assertThat(problem.path("opensAt").textValue()).isEqualTo("2026-11-21T12:00:00.000Z");
    }

    @Test
    void a_reason_becomes_part_of_the_detail() {
        ObjectNode problem = problem(server.post("/v1/things", "[]"), 400, "MALFORMED");
        assertThat(problem.path("detail").textValue()).endsWith(" The body must be one JSON object.");
        assertThat(problem.has("reason")).isFalse();
    }

    @Test
    void an_outage_is_translated_and_asks_for_patience() {
        HttpResponse<String> response = server.get("/v1/outage");
        problem(response, 503, "STORE_DOWN");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
    }

    @Test
    void a_bug_is_not_told() {
        HttpResponse<String> response = server.get("/v1/bug");
        problem(response, 500, "INTERNAL");
        assertThat(response.body()).doesNotContain("inside").doesNotContain("Exception");
        assertThat(header(response, "Retry-After")).isEmpty();
    }

    @Test
    void half_an_answer_is_cut_off() {
        assertThatThrownBy(() -> server.get("/v1/half")).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void problems_speak_chinese_unless_english_is_wanted() {
        HttpResponse<String> chinese = server.get("/nowhere");
        HttpResponse<String> english = server.send(server.to("/nowhere").header("Accept-Language", "en-GB,en;q=0.9"));
        assertThat(problem(chinese, 404, "NOT_FOUND").path("title").textValue()).isEqualTo("页面不存在");
        assertThat(problem(english, 404, "NOT_FOUND").path("title").textValue()).isEqualTo("Not found");
        assertThat(header(english, "Content-Language")).isEqualTo("en");
    }

    @Test
    void a_trace_that_the_client_began_goes_on() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        assertThat(traceOf("00-" + trace + "-00f067aa0ba902b7-01")).isEqualTo(trace);
        assertThat(traceOf("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")).isNotEqualTo("0".repeat(32));
        assertThat(traceOf("ff-" + trace + "-00f067aa0ba902b7-01")).isNotEqualTo(trace);
        assertThat(traceOf(trace)).isNotEqualTo(trace);
    }

    private String traceOf(String traceparent) {
        HttpResponse<String> response = server.send(server.to("/nowhere").header("traceparent", traceparent));
        return problem(response, 404, "NOT_FOUND").path("traceId").textValue();
    }
}
