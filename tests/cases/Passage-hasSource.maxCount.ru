# A passage has two values of oa:hasSource. | 段落有两个oa:hasSource。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA {
  src:1-h oa:hasSource <https://w3id.org/aiinfra/source/example-2031> .
  <https://w3id.org/aiinfra/source/example-2031> a aii:Report ;
    rdfs:label "Report on Lamps (2031)"@en , "灯火报告（2031）"@zh ;
    dct:title "灯火报告（2031）"@zh ;
    aii:canonicalDigest "0000000000000000000000000000000000000000000000000000000000000000" ;
    aii:canonicalLength 1 ;
    aii:passageListDigest "0000000000000000000000000000000000000000000000000000000000000000" .
}
