FROM python:3.13-slim

RUN useradd --uid 10001 --create-home --home-dir /var/lib/claimtrail claimtrail
WORKDIR /opt/claimtrail

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.txt

COPY domain ./domain
COPY adapters ./adapters
COPY api ./api
COPY examples ./examples
# The service's user may not write here, and would compile these at every start.
RUN python -m compileall -q domain adapters api

ENV PYTHONPATH=/opt/claimtrail PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1
USER claimtrail
EXPOSE 8000
ENTRYPOINT ["python", "-m", "api.cli"]
CMD ["serve", "--host", "0.0.0.0"]
