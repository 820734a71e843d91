# A passage has a publication as its report. | 段落以出版物为所属报告。
# breaks too: PassagesTile.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:page-2-head aii:partOfSource ?any } ;
INSERT DATA { src:page-2-head aii:partOfSource id:publication-lantern }
