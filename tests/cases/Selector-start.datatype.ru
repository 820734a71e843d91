# The start of a range is an xsd:decimal. | 范围的开始是xsd:decimal。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h-s1 oa:start ?any } ;
INSERT DATA { src:1-h-s1 oa:start 0.0 }
