# A passage has no oa:hasSource. | 段落没有oa:hasSource。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h oa:hasSource ?any }
