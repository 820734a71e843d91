import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.OWLRuntimeException;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.util.VersionInfo;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Loads each ontology file the way Protégé does, through the catalog-v001.xml beside it and never from the Web, and
 * holds it against OWL 2 DL and OWL 2 RL. One line of figures a file, then what is wrong with it; exit code 1 when
 * anything is. Compiles against OWL API 4.5 (Protégé's own; pom.xml fetches it) and 5.1 (Debian's libowlapi-java).
 */
public class ProfileCheck {
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static final String CATALOG = "catalog-v001.xml";
    /**
     * OWL API 5 gives a text with a language RDF 1.1's datatype, which OWL 2 RL (Profiles, section 4.2), being older,
     * lists under its former name, rdf:PlainLiteral. OWL API 4.5 reads it as that.
     */
    private static final String LANGUAGE_TEXT = "Use of data range not in profile: " + RDF + "langString";
    private static final int SHOWN = 20;

    public static void main(String[] files) throws Exception {
        System.out.println("OWL API " + VersionInfo.getVersionInfo().getVersion());
        int wrong = 0;
        for (String file : files) {
            wrong += check(new File(file).getAbsoluteFile());
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    /** Prints figures and faults of one file; returns the number of faults. */
    private static int check(File file) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        Map<String, IRI> catalog = readCatalog(new File(file.getParentFile(), CATALOG));
        manager.getIRIMappers().set(iri -> catalog.getOrDefault(iri.toString(), IRI.create("file:/not-in-" + CATALOG)));
        OWLOntology ontology;
        try {
            ontology = manager.loadOntologyFromOntologyDocument(file);
        } catch (OWLOntologyCreationException | OWLRuntimeException error) {
            System.out.println(file + ": does not load: " + error.getMessage().split("\n")[0]);
            return 1;
        }
        List<String> faults = new ArrayList<>(findUnread(manager, ontology));
        List<String> figures = new ArrayList<>();
        for (OWLProfile profile : List.of(new OWL2DLProfile(), new OWL2RLProfile())) {
            List<?> violations = profile.checkOntology(ontology).getViolations().stream()
                .filter(violation -> !violation.toString().contains(LANGUAGE_TEXT)).collect(Collectors.toList());
            figures.add(profile.getName() + " " + violations.size() + " violations");
            violations.forEach(violation -> faults.add(profile.getName() + ": " + violation));
        }
        System.out.println(file.getParentFile().getName() + "/" + file.getName() + ": " + describe(ontology) + "; " + String.join(", ", figures));
        faults.stream().limit(SHOWN).forEach(fault -> System.out.println("  " + fault));
        return faults.size();
    }

    private static Map<String, IRI> readCatalog(File file) throws Exception {
        Map<String, IRI> catalog = new HashMap<>();
        if (file.isFile()) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            NodeList entries = factory.newDocumentBuilder().parse(file).getElementsByTagNameNS("*", "uri");
            for (int i = 0; i < entries.getLength(); i++) {
                Element entry = (Element) entries.item(i);
                catalog.put(entry.getAttribute("name"), IRI.create(file.toURI().resolve(entry.getAttribute("uri"))));
            }
        }
        return catalog;
    }

    private static String describe(OWLOntology ontology) {
        long annotated = ontology.getABoxAxioms(Imports.EXCLUDED).stream()
            .filter(OWLAxiom::isAnnotated).count();
        return String.format("%d axioms (%d logical, %d assertions annotated), %d imports, %d classes, %d properties,"
            + " %d individuals", ontology.getAxiomCount(), ontology.getLogicalAxiomCount(), annotated,
            ontology.getImportsDeclarations().size(), ontology.getClassesInSignature().size(),
            ontology.getObjectPropertiesInSignature().size() + ontology.getDataPropertiesInSignature().size(),
            ontology.getIndividualsInSignature().size());
    }

    /** A broken file is tried in every format, and the OBO reader takes nearly anything: so ask what was read. */
    private static List<String> findUnread(OWLOntologyManager manager, OWLOntology ontology) throws Exception {
        List<String> faults = new ArrayList<>();
        for (OWLOntology part : manager.getImportsClosure(ontology)) {
            String document = manager.getOntologyDocumentIRI(part).toString();
            String format = manager.getOntologyFormat(part).getClass().getSimpleName();
            if (!format.contains(document.endsWith(".ttl") ? "Turtle" : "RDFXML")) {
                faults.add("read as " + format + ": " + document);
            }
            Object read = call(manager.getOntologyFormat(part), "getOntologyLoaderMetaData");
            Object data = read instanceof Optional ? ((Optional<?>) read).orElse(null) : read;
            if (data instanceof RDFParserMetaData) {
                for (Object triple : list(call(data, "getUnparsedTriples"))) {
                    faults.add("a triple that is no axiom: " + triple);
                }
            }
        }
        return faults;
    }

    /** The two versions of the OWL API give the same methods different return types. */
    private static Object call(Object object, String method) throws Exception {
        return object.getClass().getMethod(method).invoke(object);
    }

    private static List<?> list(Object many) {
        return many instanceof Stream
            ? ((Stream<?>) many).collect(Collectors.toList())
            : new ArrayList<Object>((Collection<?>) many);
    }
}
