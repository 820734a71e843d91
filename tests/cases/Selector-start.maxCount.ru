# A range has two starts. | 范围有两个开始。
# breaks too: PassagesTile.sparql
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h-s1 oa:start 1 }
