# First the parts, with their hashes checked; then a small image that holds nothing else.
FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /kaiwa && python -m venv /tools
COPY requirements.txt requirements-build.txt ./
RUN /kaiwa/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
 && /tools/bin/pip install --no-cache-dir --require-hashes -r requirements-build.txt
COPY . .
RUN /tools/bin/python -m hatchling build -t wheel \
 && /kaiwa/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data kaiwa && install -d -o kaiwa -g kaiwa -m 0700 /data
COPY --from=build /kaiwa /kaiwa
ENV PATH=/kaiwa/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KAIWA_DATABASE_URL=sqlite:////data/kaiwa.db \
    KAIWA_LOG_FORMAT=json
USER kaiwa
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5m --timeout=30s --start-period=30s CMD ["kaiwa", "check"]
ENTRYPOINT ["kaiwa"]
CMD ["run"]
