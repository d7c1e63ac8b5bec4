# One node of Stampede: docker build -t stampede .
#
# Without store URLs it runs a Redis and a Postgres of its own in /data; docker-compose.yml gives it others.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY src ./src
RUN mvn -q -B -ntp -Dspotless.check.skip -Dmaven.test.skip package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin stampede \
 && install -d -o 10001 -g 10001 -m 700 /data
COPY --from=build /src/target/stampede.jar /opt/stampede/stampede.jar
USER 10001
VOLUME /data
ENV STAMPEDE_DATA_DIR=/data \
    STAMPEDE_HTTP_HOST=0.0.0.0 \
    STAMPEDE_OPS_HOST=0.0.0.0
EXPOSE 8080 8081
# The first start unpacks and loads; after that a node that is not ready recovers by itself and need not be restarted.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=6 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/stampede/stampede.jar"]
CMD ["serve"]
