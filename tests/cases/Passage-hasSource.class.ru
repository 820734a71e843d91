# A passage has a publication as its oa:hasSource. | 段落以出版物为oa:hasSource。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h oa:hasSource ?any } ;
INSERT DATA { src:1-h oa:hasSource id:publication-lantern }
