"""Made-up news of a made-up harbour town: the articles that tests ask about."""

from __future__ import annotations

from rag.article import Article

FERRY = Article(
    id="ferry",
    title="Port Alder orders electric ferries",
    text=(
        "The harbour board of Port Alder has ordered 12 electric ferries. "
        "The contract with the shipyard Norvik is worth 48 million crowns. "
        "Chairwoman Ida Brandt said the first ferry would sail in May 2026.\n\n"
        "In 2024, the town's ferries carried 310,000 passengers. In 2025, they carried 355,000 passengers. "
        "Tickets will not become dearer, Brandt said."
    ),
    url="https://ledger.example/ferries",
    provider="The Alder Ledger",
    published="2025-11-03T08:00:00Z",
)
COPY = Article(
    id="ferry-copy",
    title="Electric ferries for Port Alder",
    text=FERRY.text.replace("\n\n", " "),
    url="https://coast.example/news/7",
    provider="Coast Wire",
    published="2025-11-04",
)
LIGHT = Article(
    id="light",
    title="Old lighthouse to become a museum",
    text=(
        "The lighthouse on Gull Rock will open as a museum on 1 July 2026. "
        "Restoring it cost 3.5 million crowns, a third more than planned. "
        "The tower was built in 1874 and is 41 metres high."
    ),
    provider="The Alder Ledger",
    published="2026-02-10",
)
UNDATED = Article(
    id="bridge",
    title="Ferry fleet grows",
    text="Port Alder is buying 14 electric ferries, according to the shipyard. The ferry pier gets new chargers.",
    provider="Harbour Notes",
)
CHINESE = Article(
    id="fish",
    title="奥尔德港渔业年报",
    text="2025年，奥尔德港的渔船共捕捞鲱鱼4200吨。渔业协会会长林海说，捕捞量比前一年减少了百分之十。",
    url="https://yugang.example/1",
    provider="渔港日报",
    published="2026-01-05",
    language="zh",
)
ARTICLES = (FERRY, COPY, LIGHT, UNDATED, CHINESE)
# What the articles say in so different words that the rules find it barely backed.
BARELY = "A dozen electric boats were ordered by the harbour board."
