# A passage has a publication as its report. | 段落以出版物为所属报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:partOfSource ?any } ;
INSERT DATA { src:1-h aii:partOfSource id:publication-lantern }
