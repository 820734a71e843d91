"""The words of the pages, in English and Chinese."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Ask the knowledge graph",
        "query": "SPARQL query",
        "run": "Run",
        "answer": "Answer",
        "examples": "Example queries",
        "rows": "rows",
        "more": "More rows than are shown here; download them all below.",
        "yes": "Yes (true)",
        "no": "No (false)",
        "wrong": "The query could not be answered",
        "download": "Download as",
        "graphs": "Named graphs",
        "all_graphs": "A query without FROM or GRAPH sees all of them together.",
    },
    "zh": {
        "title": "查询知识图谱",
        "query": "SPARQL 查询",
        "run": "运行",
        "answer": "结果",
        "examples": "示例查询",
        "rows": "行",
        "more": "结果行数多于此处所示，全部结果请在下方下载。",
        "yes": "是（true）",
        "no": "否（false）",
        "wrong": "无法回答这条查询",
        "download": "下载格式",
        "graphs": "命名图",
        "all_graphs": "查询中没有 FROM 或 GRAPH 时，查询范围是所有图的并集。",
    },
}
