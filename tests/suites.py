"""The log as the eventsourcing library's conformance suites want it: with its stock mapper, on a test's database."""

from typing import ClassVar
from unittest import TestCase

import pytest
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, get_topic

from adapters.recorder import LogFactory
from tests.postgres import Database


class SuiteFactory(LogFactory):
    """Looks at MAPPER_TOPIC as the library's factories do, which ours does not."""

    mapper = InfrastructureFactory.mapper


class OnTheLog(TestCase):
    """A suite on a fresh database; what it makes is closed afterwards."""

    database: Database
    factory_class: ClassVar[type[LogFactory]] = SuiteFactory

    @pytest.fixture(autouse=True)
    def _on_a_fresh_database(self, database: Database) -> None:
        self.database = database

    @property
    def environment(self) -> Environment:
        return Environment(
            env={
                "PERSISTENCE_MODULE": get_topic(self.factory_class),
                "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
                "DATABASE_URL": self.database.url,
            }
        )

    def new_factory(self) -> LogFactory:
        made = self.factory_class(self.environment)
        self.addCleanup(made.close)
        return made
