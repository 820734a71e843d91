# A passage has no report. | 段落没有所属报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:page-2-head aii:partOfSource ?any }
