; Inno Setup 6 recipe for Windows: wraps dist\thoracam, which build_installer.spec makes there, into one setup program.
; NOT RUN YET: it was written on Linux, where Inno Setup is not; try it before you hand its result to anybody.
; Run on Windows:  iscc /DVersion=VERSION resources\installer\windows.iss   ->  dist\ThoraCAM-VERSION-setup.exe
; Settings, annotations and log lie in %LOCALAPPDATA%\thoracam: an upgrade keeps them, and so does the uninstaller.

#ifndef Version
  #error Give the version: iscc /DVersion=VERSION resources\installer\windows.iss
#endif

[Setup]
AppId={{6E0B8B0C-6C52-4C0B-9D0A-5C2D7C1F7A11}
AppName=ThoraCAM
AppVersion={#Version}
AppVerName=ThoraCAM {#Version}
AppComments=Chest films, seven findings, and a heatmap for each. Research use only. Not a medical device.
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=ThoraCAM-{#Version}-setup
DefaultDirName={autopf}\ThoraCAM
DefaultGroupName=ThoraCAM
DisableProgramGroupPage=yes
; without an administrator's password it installs for this user alone
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes
UninstallDisplayIcon={app}\thoracamw.exe

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "korean"; MessagesFile: "compiler:Languages\Korean.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; an upgrade leaves nothing of the older program behind; nothing of the user's lies here
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\thoracam\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\ThoraCAM"; Filename: "{app}\thoracamw.exe"
Name: "{autodesktop}\ThoraCAM"; Filename: "{app}\thoracamw.exe"; Tasks: desktopicon

[Registry]
; .dcm: offered under "Open with", never taken from another viewer
Root: HKA; Subkey: "Software\Classes\ThoraCAM.Film"; ValueType: string; ValueData: "DICOM film"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ThoraCAM.Film\DefaultIcon"; ValueType: string; ValueData: "{app}\thoracamw.exe,0"
Root: HKA; Subkey: "Software\Classes\ThoraCAM.Film\shell\open\command"; ValueType: string; ValueData: """{app}\thoracamw.exe"" view ""%1"""
Root: HKA; Subkey: "Software\Classes\.dcm\OpenWithProgids"; ValueType: none; ValueName: "ThoraCAM.Film"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.dicom\OpenWithProgids"; ValueType: none; ValueName: "ThoraCAM.Film"; Flags: uninsdeletevalue
; DICOMDIR has no ending, so Windows cannot tie it to a program: the folder or disc that holds it is opened instead
Root: HKA; Subkey: "Software\Classes\Directory\shell\ThoraCAM"; ValueType: string; ValueData: "Open with ThoraCAM"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Directory\shell\ThoraCAM\command"; ValueType: string; ValueData: """{app}\thoracamw.exe"" view ""%1"""
Root: HKA; Subkey: "Software\Classes\Drive\shell\ThoraCAM"; ValueType: string; ValueData: "Open with ThoraCAM"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Drive\shell\ThoraCAM\command"; ValueType: string; ValueData: """{app}\thoracamw.exe"" view ""%1."""
; thoracam://study?node=NAME&uid=UID: a PACS or RIS has a study shown, of a node that is set up
Root: HKA; Subkey: "Software\Classes\thoracam"; ValueType: string; ValueData: "URL:ThoraCAM study"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\thoracam"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\thoracam\shell\open\command"; ValueType: string; ValueData: """{app}\thoracamw.exe"" ""%1"""
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\thoracam.exe"; ValueType: string; ValueData: "{app}\thoracam.exe"; Flags: uninsdeletekey

[Run]
Filename: "{app}\thoracam.exe"; Parameters: "self-test"; StatusMsg: "Is the installation whole? (thoracam self-test)"; Flags: runhidden
Filename: "{app}\thoracamw.exe"; Description: "{cm:LaunchProgram,ThoraCAM}"; Flags: nowait postinstall skipifsilent
