# A table has two reports. | 表有两个所属报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  id:example-2030-table-1 aii:partOfSource <https://w3id.org/aiinfra/source/example-2031> .
  <https://w3id.org/aiinfra/source/example-2031> a aii:Report ;
    rdfs:label "Report on Lamps (2031)"@en , "灯火报告（2031）"@zh ;
    dct:title "灯火报告（2031）"@zh ;
    aii:canonicalDigest "0000000000000000000000000000000000000000000000000000000000000000" ;
    aii:canonicalLength 1 ;
    aii:passageListDigest "0000000000000000000000000000000000000000000000000000000000000000" .
}
