package dev.stampede.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract, and a page that shows it. All of it is in this build: the page works without the internet. */
public final class DocsRoutes implements Routes {
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
    private static final String PUBLIC_URL = "http://127.0.0.1:8080";
    private static final String OPERATIONS_URL = "http://127.0.0.1:8081";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    /** The page sets styles of single elements, and its style sheet holds pictures. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final int publicPort;
    private final String contract = read("/openapi.yaml").toString(StandardCharsets.UTF_8);
    private final String feedContract = read("/asyncapi.yaml").toString(StandardCharsets.UTF_8);
    private final Buffer page = read("/web/docs/index.html");
    private final Map<String, Buffer> files = Map.of(
            "docs.js", read("/web/docs/docs.js"),
            "swagger-ui.css", read(SWAGGER_UI + "swagger-ui.css"),
            "swagger-ui-bundle.js", read(SWAGGER_UI + "swagger-ui-bundle.js"));

    /**
     * @param publicPort where the shoppers' server of this node listens
     * @throws IllegalStateException when this build lacks one of the files
     */
    public DocsRoutes(int publicPort) {
        this.publicPort = publicPort;
    }

    @Override
    public void mount(Router router) {
        router.get("/openapi.yaml").handler(this::contract);
        router.get("/asyncapi.yaml").handler(this::feedContract);
        router.get("/docs").handler(this::page);
        router.get("/docs/:file").handler(this::file);
    }

    private void contract(RoutingContext context) {
        String publicUrl = "http://" + host(context.request().authority()) + ":" + publicPort;
        context.response()
                .putHeader("Content-Type", "application/yaml")
                .end(contract.replace(PUBLIC_URL, publicUrl).replace(OPERATIONS_URL, "/"));
    }

    private void feedContract(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/yaml")
                .end(feedContract.replace(
                        "127.0.0.1:8080", host(context.request().authority()) + ":" + publicPort));
    }

    private void page(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .end(page);
    }

    private void file(RoutingContext context) {
        String name = context.pathParam("file");
        Buffer file = files.get(name);
        if (file == null) {
            throw Refusal.of(404, "NOT_FOUND");
        }
        String type = name.endsWith(".css") ? "text/css" : "text/javascript";
        context.response().putHeader("Content-Type", type + "; charset=utf-8").end(file);
    }

    /** The name by which the client reached this node, as long as it can stand in the contract as it is. */
    private static String host(@Nullable HostAndPort asked) {
        return asked != null && HOST.matcher(asked.host()).matches() ? asked.host() : "127.0.0.1";
    }

    private static Buffer read(String resource) {
        try (InputStream in = DocsRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + resource);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + resource, e);
        }
    }
}
