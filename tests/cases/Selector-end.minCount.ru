# A range has no end. | 范围没有结束。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:page-2-head-s1 oa:end ?any }
