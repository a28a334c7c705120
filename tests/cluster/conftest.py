"""Workers in this process: they get what is sent as bytes, as those in other processes do, and can be lost."""

import pickle

import pytest

from lamplighter.cluster import Crew, Holder, Sources, WorkerLost, look_into


class NearCrew(Crew):
    """Holders in this process."""

    def __init__(self, sources, size):
        self.sources = sources
        self.holders = {}
        self.asked = []
        self.loses = lambda worker, method: False
        super().__init__(size)
        for worker in range(size):
            self.begin(worker)

    def send(self, worker, method, *arguments):
        sent = pickle.dumps(arguments)
        self.asked.append((worker, method, len(sent)))
        if self.loses(worker, method):
            self.holders.pop(worker, None)

        def answer():
            if worker not in self.holders:
                raise WorkerLost(worker)
            found = getattr(self.holders[worker], method)(*pickle.loads(sent))
            return pickle.loads(pickle.dumps(found))

        return answer

    def begin(self, worker):
        self.holders[worker] = Holder(self.sources)

    def close(self):
        self.holders.clear()


@pytest.fixture
def sources(tmp_path):
    """Give files of some texts, three files unless another number is named."""

    def made(texts, n_files=3):
        facts = []
        for number in range(n_files):
            path = tmp_path / f"part-{number}.csv"
            own = texts[number * len(texts) // n_files : (number + 1) * len(texts) // n_files]
            path.write_text("text\n" + "".join(f'"{text}"\n' for text in own))
            facts.append(look_into(str(path), "text"))
        return Sources(tuple(facts), "text")

    return made


@pytest.fixture
def make_crew():
    """Give what makes workers of this process: of sources, and how many."""
    return NearCrew
