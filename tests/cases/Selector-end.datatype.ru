# The end of a range is an xsd:decimal. | 范围的结束是xsd:decimal。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:page-2-head-s1 oa:end ?any } ;
INSERT DATA { src:page-2-head-s1 oa:end 127.0 }
