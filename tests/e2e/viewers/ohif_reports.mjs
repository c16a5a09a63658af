// Reports in the published SR extension of OHIF and in the adapters of Cornerstone3D: whether they load, what is drawn.
// node ohif_reports.mjs MODULES FILM REPORT...; MODULES holds node_modules. What draws and stores in the viewer itself
// is replaced, what reads reports is theirs. Ends with 1 where a report does not load or a part of it is not drawn.
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, filmFile, ...reportFiles] = process.argv.slice(2);
const root = path.resolve(modules);
const theirs = createRequire(path.join(root, "from-here.js"));
const say = console.log.bind(console);
console.log = console.warn = console.debug = console.info = () => {};
globalThis.window ??= globalThis;
globalThis.self ??= globalThis;
globalThis.document ??= { createElement: () => ({ getContext: () => null, style: {} }), addEventListener() {} };

const asModule = (name) => {
  const folder = path.join(root, "node_modules", name);
  const { module } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return import(pathToFileURL(path.join(folder, module)));
};
const { data: dicom } = theirs("dcmjs");
const { adaptersSR, ...adapters } = await asModule("@cornerstonejs/adapters");
const core = await asModule("@cornerstonejs/core");
const { MeasurementReport } = adaptersSR.Cornerstone3D;

const read = (file) => {
  const bytes = readFileSync(file);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return dicom.DicomMetaDictionary.naturalizeDataset(dicom.DicomMessage.readFile(whole).dict);
};
const film = read(filmFile);
const IMAGE = "the film";
const METADATA = {
  instance: film,
  imagePixelModule: { rows: film.Rows, columns: film.Columns },
  imagePlaneModule: {
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    imagePositionPatient: [0, 0, 0],
    rowPixelSpacing: 1,
    columnPixelSpacing: 1,
    rows: film.Rows,
    columns: film.Columns,
    frameOfReferenceUID: film.FrameOfReferenceUID,
  },
};
core.metaData.addProvider((kind) => METADATA[kind], 1);

const drawn = [];
const anything = new Proxy(class {}, { get: (target, key) => (key in target ? target[key] : anything) });
const orAnything = (known) => new Proxy(known, { get: (target, key) => (key in target ? target[key] : anything) });
const REPORTS = {
  BasicTextSR: "1.2.840.10008.5.1.4.1.1.88.11",
  EnhancedSR: "1.2.840.10008.5.1.4.1.1.88.22",
  ComprehensiveSR: "1.2.840.10008.5.1.4.1.1.88.33",
  Comprehensive3DSR: "1.2.840.10008.5.1.4.1.1.88.34",
};
const utils = {
  guid: () => "a guid",
  sortStudyInstances() {},
  sortDisplaySetsCopy: (sets) => [...sets],
  sopClassDictionary: REPORTS,
};
const replaced = {
  "@ohif/core": orAnything({
    utils: orAnything(utils),
    classes: {
      MetadataProvider: { getUIDsFromImageID: () => ({ SOPInstanceUID: film.SOPInstanceUID, frameNumber: 1 }) },
    },
    default: { utils },
  }),
  "@ohif/extension-cornerstone": orAnything({
    Enums: { CORNERSTONE_3D_TOOLS_SOURCE_NAME: "Cornerstone3DTools", CORNERSTONE_3D_TOOLS_SOURCE_VERSION: "0.1" },
  }),
  "@ohif/i18n": { __esModule: true, default: { t: String }, t: String },
  "@cornerstonejs/adapters": { adaptersSR, ...adapters },
  "@cornerstonejs/core": core,
  "@cornerstonejs/tools": orAnything({ annotation: { state: { addAnnotation: (one) => drawn.push(one) }, locking: {} } }),
};
const DRAWN_BY_OTHERS = ["@ohif/ui-next", "@ohif/core/src/contextProviders/SystemProvider", "react", "prop-types"];
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name in replaced) return replaced[name];
  return DRAWN_BY_OTHERS.includes(name) ? anything : load.call(this, name, ...rest);
};

const extension = theirs("@ohif/extension-cornerstone-dicom-sr").default;
const tools = [...MeasurementReport.measurementAdapterByToolType.keys()].map((annotationType) => ({ annotationType }));
const services = {
  measurementService: { getSourceMappings: () => tools },
  displaySetService: { activeDisplaySets: [{ displaySetInstanceUID: "film" }], subscribe() {}, EVENTS: {} },
  customizationService: { getCustomization() {} },
};
const extensionManager = { getDataSources: () => [{ getImageIdsForDisplaySet: () => [IMAGE], retrieve: {} }] };
const [handler] = extension.getSopClassHandlerModule({ servicesManager: { services }, extensionManager });

let wrong = 0;
for (const file of reportFiles) {
  drawn.length = 0;
  const report = read(file);
  const [shown] = handler.getDisplaySetsFromSeries([report]);
  let failed = "";
  await shown.load().catch((error) => (failed = String(error.message)));
  const measurements = shown.measurements ?? [];
  const left = measurements.filter((one) => !one.loaded).map((one) => one.TrackingIdentifier);
  const images = { [film.SOPInstanceUID]: IMAGE, [`${film.SOPInstanceUID}:1`]: IMAGE };
  const editable = Object.entries(MeasurementReport.generateToolState(report, images, core.metaData));
  const kinds = drawn.map((one) => one.metadata.graphicType).sort();
  const counted = [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`);
  say(`${path.basename(file)}: ${measurements.length} measurements, ${drawn.length} drawn (${counted.join(", ")})`);
  say(`  to be made editable: ${editable.map(([kind, found]) => `${found.length} ${kind}`).join(", ") || "none"}`);
  if (failed) say(`  does not load: ${failed}`);
  if (left.length) say(`  not drawn: ${left.join("; ")}`);
  wrong += Boolean(failed) || left.length > 0 || !measurements.length;
}
process.exit(wrong ? 1 : 0);
