# A table has a publication as its report. | 表以出版物为所属报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { id:example-2030-table-1 aii:partOfSource ?any } ;
INSERT DATA { id:example-2030-table-1 aii:partOfSource id:publication-lantern }
