"""What of a film's header stays in a de-identified copy: a list of what is kept, because nobody can list the rest.

Everything that is not named here is removed: PS3.15 E.1.1 allows to remove more than Table E.1-1 asks for. Nothing
that is kept may hold free text (see ``deidentify``).
"""

from __future__ import annotations

from typing import Final

from pydicom.datadict import tag_for_keyword

_PIXELS = """
SamplesPerPixel PhotometricInterpretation PlanarConfiguration NumberOfFrames Rows Columns PixelAspectRatio
BitsAllocated BitsStored HighBit PixelRepresentation SmallestImagePixelValue LargestImagePixelValue
PixelPaddingValue PixelPaddingRangeLimit PixelData FloatPixelData DoubleFloatPixelData ExtendedOffsetTable
ExtendedOffsetTableLengths RedPaletteColorLookupTableDescriptor GreenPaletteColorLookupTableDescriptor
BluePaletteColorLookupTableDescriptor RedPaletteColorLookupTableData GreenPaletteColorLookupTableData
BluePaletteColorLookupTableData SegmentedRedPaletteColorLookupTableData SegmentedGreenPaletteColorLookupTableData
SegmentedBluePaletteColorLookupTableData LossyImageCompression LossyImageCompressionRatio LossyImageCompressionMethod
"""
_DISPLAY = """
RescaleIntercept RescaleSlope RescaleType ModalityLUTSequence ModalityLUTType VOILUTSequence LUTDescriptor LUTData
WindowCenter WindowWidth VOILUTFunction PresentationLUTShape PixelIntensityRelationship PixelIntensityRelationshipSign
ShutterShape ShutterLeftVerticalEdge ShutterRightVerticalEdge ShutterUpperHorizontalEdge ShutterLowerHorizontalEdge
CenterOfCircularShutter RadiusOfCircularShutter VerticesOfThePolygonalShutter ShutterPresentationValue
"""
_GEOMETRY = """
PixelSpacing ImagerPixelSpacing NominalScannedPixelSpacing PixelSpacingCalibrationType DetectorElementPhysicalSize
DetectorElementSpacing EstimatedRadiographicMagnificationFactor DistanceSourceToDetector DistanceSourceToPatient
FieldOfViewShape FieldOfViewDimensions FieldOfViewOrigin FieldOfViewRotation FieldOfViewHorizontalFlip
ImageOrientationPatient ImagePositionPatient PatientOrientation Laterality ImageLaterality
"""
_EXAMINATION = """
SOPClassUID SOPInstanceUID StudyInstanceUID SeriesInstanceUID FrameOfReferenceUID Modality PresentationIntentType
ConversionType ImageType SeriesNumber InstanceNumber BodyPartExamined ViewPosition ViewCodeSequence
ViewModifierCodeSequence AnatomicRegionSequence AnatomicRegionModifierSequence CodeValue CodingSchemeDesignator
CodeMeaning KVP ExposureTime XRayTubeCurrent Exposure ExposureInuAs FocalSpots Grid PositionerType DetectorType
DetectorConfiguration BurnedInAnnotation RadiationSetting PositionerMotion PositionerPrimaryAngle
PositionerSecondaryAngle
"""
_FRAMES = """
FrameIncrementPointer FrameTime FrameTimeVector PageNumberVector
SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence FrameVOILUTSequence PixelValueTransformationSequence
PixelMeasuresSequence PlaneOrientationSequence
"""
KEPT: Final = frozenset(
    tag for word in (_PIXELS + _DISPLAY + _GEOMETRY + _EXAMINATION + _FRAMES).split() if (tag := tag_for_keyword(word))
)

# Elements that the standard wants present though they may be empty (type 2): emptied where the film has them.
EMPTIED: Final = (
    "AcquisitionContextSequence",
    "ContentDate",
    "ContentTime",
    "AcquisitionDate",
    "AcquisitionTime",
    "PositionReferenceIndicator",
)
EMPTY_SEQUENCES: Final = ("AnatomicRegionSequence",)
INSTEAD: Final = {  # of a coded string that is no term, where the standard wants the element
    "BodyPartExamined": "",
    "ViewPosition": "",
    "PositionerMotion": "",
    "RadiationSetting": "GR",
    "DetectorType": "",
    "PositionerType": "",
    "Laterality": "",
    "PatientOrientation": "",
    "Modality": "OT",
    "ConversionType": "WSD",
}
CALIBRATED: Final = "not told"  # in place of a calibration's description, which has to be there (type 1C)

# The only text that stays, and what it may say: what values measure, PS3.3 C.11.1.1.2.
MEASURES: Final = {"RescaleType": "US", "ModalityLUTType": "US"}

# Designators of public coding schemes, PS3.16 clause 8; codes of others go with their meanings.
PUBLIC_SCHEMES: Final = frozenset({"SCT", "SRT", "SNM3", "DCM", "RADLEX", "FMA", "LN"})

# Where the identity strings are that must not come back as an echo in a code or a coded string.
IDENTITY: Final = (
    "PatientName",
    "PatientID",
    "OtherPatientIDs",
    "OtherPatientNames",
    "PatientBirthName",
    "PatientMotherBirthName",
    "AccessionNumber",
    "StudyID",
    "ReferringPhysicianName",
    "PerformingPhysicianName",
    "OperatorsName",
)

# (value, scheme, meaning) of DeidentificationMethodCodeSequence, PS3.16 CID 7050, and the same in words.
METHOD_CODE: Final = ("113100", "DCM", "Basic Application Confidentiality Profile")
METHOD_WORDS: Final = (
    "ThoraCAM: DICOM PS3.15 Basic Profile, only listed elements kept",
    "No retain options; pixels as they are: burnt-in text stays",
)
