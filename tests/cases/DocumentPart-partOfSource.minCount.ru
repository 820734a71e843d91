# A table has no report. | 表没有所属报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { id:example-2030-table-1 aii:partOfSource ?any }
