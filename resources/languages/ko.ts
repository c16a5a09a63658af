<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행 상황</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>about {count} s left</source>
        <translation>약 {count}초 남음</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>약 {count}분 남음</translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation>왼쪽 끌기</translation>
    </message>
    <message>
        <source>Window (across: width, down: level)</source>
        <translation>윈도우 (가로: 폭, 세로: 레벨)</translation>
    </message>
    <message>
        <source>Ctrl+left drag, Shift+left drag</source>
        <translation>Ctrl+왼쪽 끌기, Shift+왼쪽 끌기</translation>
    </message>
    <message>
        <source>Window finely, in great steps</source>
        <translation>윈도우를 세밀하게, 크게 조절</translation>
    </message>
    <message>
        <source>Ctrl+Shift+left drag</source>
        <translation>Ctrl+Shift+왼쪽 끌기</translation>
    </message>
    <message>
        <source>Window from the region drawn</source>
        <translation>그린 영역에 맞춘 윈도우</translation>
    </message>
    <message>
        <source>Middle drag</source>
        <translation>가운데 끌기</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>오른쪽 끌기</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대/축소</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>Next or previous film; with the magnifier held, 2 to 4 times</source>
        <translation>다음 또는 이전 영상; 돋보기를 누르고 있으면 2~4배</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+휠</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>커서 위치에서 확대/축소</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Shift+휠</translation>
    </message>
    <message>
        <source>Opacity of the overlay</source>
        <translation>오버레이 불투명도</translation>
    </message>
    <message>
        <source>Click on a bar</source>
        <translation>막대 클릭</translation>
    </message>
    <message>
        <source>Show the finding&apos;s overlay and go where it is hottest</source>
        <translation>소견의 오버레이를 표시하고 가장 뜨거운 곳으로 이동</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>두 번 클릭</translation>
    </message>
    <message>
        <source>One viewport over the whole middle, and back</source>
        <translation>한 뷰포트를 가운데 전체로, 다시 원래대로</translation>
    </message>
    <message>
        <source>Keyboard and mouse</source>
        <translation>키보드와 마우스</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>모든 단축키</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>마우스</translation>
    </message>
    <message>
        <source>Colour bar of the overlay</source>
        <translation>오버레이 색 막대</translation>
    </message>
    <message>
        <source>The line on the film goes around what is at least half as strong.</source>
        <translation>영상 위의 선은 그 절반 이상으로 강한 곳을 둘러쌉니다.</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>약함</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>중간</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>강함</translation>
    </message>
    <message>
        <source>Browse …</source>
        <translation>찾아보기 …</translation>
    </message>
    <message>
        <source>Leave out the patient&apos;s identity</source>
        <translation>환자 신원 제외</translation>
    </message>
    <message>
        <source>Patient ID of pictures (a number of their own if empty)</source>
        <translation>그림 파일의 환자 ID (비우면 각각 고유 번호)</translation>
    </message>
    <message>
        <source>Patient name of pictures</source>
        <translation>그림 파일의 환자 이름</translation>
    </message>
    <message>
        <source>What of each film, and beside it</source>
        <translation>영상마다 내보낼 내용과 추가 항목</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Report (PNG)</source>
        <translation>보고서 (PNG)</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>보고서 (PDF)</translation>
    </message>
    <message>
        <source>Film, 8 bit (PNG)</source>
        <translation>영상, 8비트 (PNG)</translation>
    </message>
    <message>
        <source>Film and overlay side by side (PNG)</source>
        <translation>영상과 오버레이 나란히 (PNG)</translation>
    </message>
    <message>
        <source>One overlay a finding (PNG)</source>
        <translation>소견별 오버레이 (PNG)</translation>
    </message>
    <message>
        <source>Figures (CSV)</source>
        <translation>수치 (CSV)</translation>
    </message>
    <message>
        <source>Figures (JSON)</source>
        <translation>수치 (JSON)</translation>
    </message>
    <message>
        <source>Report, overlays, structured report (DICOM)</source>
        <translation>보고서, 오버레이, 구조화 보고서 (DICOM)</translation>
    </message>
    <message>
        <source>As seen now: window/level, rotation, overlays</source>
        <translation>지금 보이는 대로: 윈도/레벨, 회전, 오버레이</translation>
    </message>
    <message>
        <source>As the film opens: its own window</source>
        <translation>처음 열린 대로: 영상 자체의 윈도</translation>
    </message>
    <message>
        <source>Where the export goes</source>
        <translation>내보낼 위치</translation>
    </message>
    <message>
        <source>How the film is shown</source>
        <translation>영상 표시 방법</translation>
    </message>
    <message>
        <source>Hidden annotations stay out: {count}.</source>
        <translation>숨긴 주석 {count}개는 제외됩니다.</translation>
    </message>
    <message>
        <source>Below the operating point, so without an overlay: {findings}.</source>
        <translation>기준점 미만이라 오버레이가 없는 소견: {findings}.</translation>
    </message>
    <message>
        <source>Annotations are switched off on the screen: nothing that was drawn leaves, on pages and in figures too.</source>
        <translation>화면에서 주석을 꺼 두었으므로 그린 것은 페이지와 수치를 포함해 아무것도 내보내지 않습니다.</translation>
    </message>
    <message>
        <source>Hidden annotations stay out.</source>
        <translation>숨긴 주석은 제외됩니다.</translation>
    </message>
    <message>
        <source>Impressions, notes and texts of readers are left out too.</source>
        <translation>판독자의 결론, 메모, 텍스트도 제외됩니다.</translation>
    </message>
    <message>
        <source>Folders are numbered; a key table beside the export says which is which.</source>
        <translation>폴더에는 번호가 붙으며, 내보내기 폴더 옆의 대응표에 어느 영상인지 적힙니다.</translation>
    </message>
    <message>
        <source>Findings below their operating point get no overlay.</source>
        <translation>기준점 미만인 소견은 오버레이를 만들지 않습니다.</translation>
    </message>
    <message>
        <source>Text burned into the film&apos;s own pixels is not removed.</source>
        <translation>영상 픽셀에 새겨진 글자는 지워지지 않습니다.</translation>
    </message>
    <message>
        <source>Your impression, notes and texts are left out too.</source>
        <translation>판독 소견, 메모, 글도 함께 빠집니다.</translation>
    </message>
    <message>
        <source>Film in real size, with a ruler (PDF)</source>
        <translation>실제 크기의 영상, 자 포함 (PDF)</translation>
    </message>
    <message>
        <source>Impression …</source>
        <translation>결론 …</translation>
    </message>
    <message>
        <source>Name of the reader, for DICOM</source>
        <translation>판독자 이름 (DICOM용)</translation>
    </message>
    <message>
        <source>Signed by this reader</source>
        <translation>이 판독자가 서명함</translation>
    </message>
    <message>
        <source>The structured report is then verified, and the page says who signed.</source>
        <translation>그러면 구조화 보고서가 검증된 상태가 되고, 페이지에 서명자가 표시됩니다.</translation>
    </message>
    <message>
        <source>Send to a node …</source>
        <translation>노드로 보내기 …</translation>
    </message>
    <message>
        <source>Drawing the preview …</source>
        <translation>미리보기를 그리는 중 …</translation>
    </message>
    <message>
        <source>Click to see the page large</source>
        <translation>누르면 쪽을 크게 봅니다</translation>
    </message>
    <message>
        <source>Patient ID, for DICOM (a number of its own if empty)</source>
        <translation>환자 ID, DICOM용 (비워 두면 고유 번호)</translation>
    </message>
    <message>
        <source>Patient name, for DICOM</source>
        <translation>환자 이름, DICOM용</translation>
    </message>
    <message>
        <source>Preview of the report</source>
        <translation>보고서 미리보기</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>How</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>{file} exists already. Replace it?</source>
        <translation>{file} 파일이 이미 있습니다. 바꿀까요?</translation>
    </message>
    <message>
        <source>{file} exists already. Replace what an earlier export wrote into it?</source>
        <translation>{file}이(가) 이미 있습니다. 이전에 내보낸 내용을 바꿀까요?</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Films behind the number</source>
        <translation>숫자의 근거 영상</translation>
    </message>
    <message>
        <source>Click a number: the films behind it stand here, and a double click opens one.</source>
        <translation>숫자를 누르면 그 근거가 된 영상이 여기에 나오고, 두 번 누르면 영상이 열립니다.</translation>
    </message>
    <message>
        <source>Film with overlay</source>
        <translation>오버레이가 있는 영상</translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation>배율 {percent} %</translation>
    </message>
    <message>
        <source>{zoom} (real size, {origin})</source>
        <translation>{zoom} (실제 크기, {origin})</translation>
    </message>
    <message>
        <source>Open chest films</source>
        <translation>흉부 영상 열기</translation>
    </message>
    <message>
        <source>Drop files or a folder here.</source>
        <translation>파일이나 폴더를 여기에 놓으십시오.</translation>
    </message>
    <message>
        <source>Or choose them in the File menu.</source>
        <translation>또는 파일 메뉴에서 고르십시오.</translation>
    </message>
    <message>
        <source>AI: no finding above</source>
        <translation>AI: 기준 이상인 소견 없음</translation>
    </message>
    <message>
        <source>AI outlines, from a quarter of full scale:</source>
        <translation>AI 윤곽선, 최대 눈금의 4분의 1부터:</translation>
    </message>
    <message>
        <source>No evidence map: {findings}</source>
        <translation>근거 지도 없음: {findings}</translation>
    </message>
    <message>
        <source>⚠ {finding}: most evidence outside</source>
        <translation>⚠ {finding}: 근거 대부분이 영역 밖</translation>
    </message>
    <message>
        <source>{finding} (nowhere so strong)</source>
        <translation>{finding} (그만큼 강한 곳 없음)</translation>
    </message>
    <message>
        <source>The score may rest on something else on the film, such as a letter, a line or the abdomen. Look there before you trust it. Strongest: at least half as hot as the hottest place.</source>
        <translation>점수가 글자, 관, 복부 등 영상의 다른 것에 근거했을 수 있습니다. 믿기 전에 그곳을 확인하십시오. 가장 강한 근거란 가장 뜨거운 곳의 절반 이상인 곳을 말합니다.</translation>
    </message>
    <message>
        <source>Atelectasis</source>
        <translation>무기폐</translation>
    </message>
    <message>
        <source>Consolidation</source>
        <translation>폐 경화</translation>
    </message>
    <message>
        <source>Infiltration</source>
        <translation>침윤</translation>
    </message>
    <message>
        <source>Edema</source>
        <translation>부종</translation>
    </message>
    <message>
        <source>Emphysema</source>
        <translation>폐기종</translation>
    </message>
    <message>
        <source>Fibrosis</source>
        <translation>섬유증</translation>
    </message>
    <message>
        <source>Pneumonia</source>
        <translation>폐렴</translation>
    </message>
    <message>
        <source>Pleural thickening</source>
        <translation>흉막 비후</translation>
    </message>
    <message>
        <source>Cardiomegaly</source>
        <translation>심비대</translation>
    </message>
    <message>
        <source>Nodule</source>
        <translation>결절</translation>
    </message>
    <message>
        <source>Mass</source>
        <translation>종괴</translation>
    </message>
    <message>
        <source>Hernia</source>
        <translation>탈장</translation>
    </message>
    <message>
        <source>Lung lesion</source>
        <translation>폐 병변</translation>
    </message>
    <message>
        <source>Lung opacity</source>
        <translation>폐 음영</translation>
    </message>
    <message>
        <source>Overlay of {finding}</source>
        <translation>{finding} 오버레이</translation>
    </message>
    <message>
        <source>Probability of {finding}</source>
        <translation>{finding} 확률</translation>
    </message>
    <message>
        <source>Further findings: {count}, above: {above}</source>
        <translation>추가 소견: {count}, 기준 이상: {above}</translation>
    </message>
    <message>
        <source>Show or hide the overlay of {finding}</source>
        <translation>{finding} 오버레이 보이기/숨기기</translation>
    </message>
    <message>
        <source>Two films differ in more than the finding: pose, breath, exposure</source>
        <translation>두 영상은 소견 말고도 자세, 호흡, 노출이 다릅니다</translation>
    </message>
    <message>
        <source>≠ you: {call}</source>
        <translation>≠ 판독자: {call}</translation>
    </message>
    <message>
        <source>⚠ outside</source>
        <translation>⚠ 영역 밖</translation>
    </message>
    <message>
        <source>tested</source>
        <translation>시험됨</translation>
    </message>
    <message>
        <source>± unsteady</source>
        <translation>± 불안정</translation>
    </message>
    <message>
        <source>urgent</source>
        <translation>긴급</translation>
    </message>
    <message>
        <source>Click the bar to go where the heatmap is hottest.</source>
        <translation>막대를 클릭하면 히트맵이 가장 뜨거운 곳으로 갑니다.</translation>
    </message>
    <message>
        <source>Colour map of the overlay</source>
        <translation>오버레이 색상표</translation>
    </message>
    <message>
        <source>How heatmaps are made</source>
        <translation>히트맵 계산 방법</translation>
    </message>
    <message>
        <source>How heatmaps are made from the same run of the network</source>
        <translation>같은 신경망 실행에서 히트맵을 계산하는 방법</translation>
    </message>
    <message>
        <source>Test heatmaps</source>
        <translation>히트맵 시험</translation>
    </message>
    <message>
        <source>Blur away the hottest part of the film for each finding above, and see how far its probability falls</source>
        <translation>기준 이상인 소견마다 가장 뜨거운 부분을 흐리게 하여 확률이 얼마나 떨어지는지 봅니다</translation>
    </message>
    <message>
        <source>Override and analyse</source>
        <translation>무시하고 분석</translation>
    </message>
    <message>
        <source>Invert and analyse</source>
        <translation>반전하여 분석</translation>
    </message>
    <message>
        <source>Analyse this film</source>
        <translation>이 영상 분석</translation>
    </message>
    <message>
        <source>Overlay controls</source>
        <translation>오버레이 조절</translation>
    </message>
    <message>
        <source>Opacity, colours, method and test of the overlay</source>
        <translation>오버레이의 불투명도, 색, 방법, 시험</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색상</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>hidden until all are called</source>
        <translation>일곱 소견을 모두 판정할 때까지 숨김</translation>
    </message>
    <message>
        <source>Hide AI overlays</source>
        <translation>오버레이 숨기기</translation>
    </message>
    <message>
        <source>Show AI overlays</source>
        <translation>오버레이 보이기</translation>
    </message>
    <message>
        <source>Strong: {scale}, or more.</source>
        <translation>강함: {scale} 이상.</translation>
    </message>
    <message>
        <source>Strong: full scale of each finding.</source>
        <translation>강함: 소견마다의 최대 눈금.</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>no film open</source>
        <translation>열린 영상 없음</translation>
    </message>
    <message>
        <source>not analysed: the film could not be opened</source>
        <translation>분석 안 됨: 영상을 열 수 없었습니다</translation>
    </message>
    <message>
        <source>failed: {reason}</source>
        <translation>실패: {reason}</translation>
    </message>
    <message>
        <source>analysing …</source>
        <translation>분석 중 …</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>아직 분석 안 됨</translation>
    </message>
    <message>
        <source>Shows what is above or not sure; all seven: Overlay menu</source>
        <translation>기준 이상이거나 불확실한 것을 보입니다. 일곱 모두: 오버레이 메뉴</translation>
    </message>
    <message>
        <source>No finding of this film has a heatmap.</source>
        <translation>이 영상의 어떤 소견에도 히트맵이 없습니다.</translation>
    </message>
    <message>
        <source>No finding is above, so there is nothing to test.</source>
        <translation>기준 이상인 소견이 없어 시험할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>모델 {name}</translation>
    </message>
    <message>
        <source>{model}: not run</source>
        <translation>{model}: 실행 안 됨</translation>
    </message>
    <message>
        <source>Whisker: the range over ten small views of this film.</source>
        <translation>수염: 이 영상을 조금씩 바꾼 열 가지 보기에서의 범위.</translation>
    </message>
    <message>
        <source>Frame of the film</source>
        <translation>영상의 프레임</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>프레임</translation>
    </message>
    <message>
        <source>This model pack brings no model card.</source>
        <translation>이 모델 팩에는 모델 카드가 없습니다.</translation>
    </message>
    <message>
        <source>Model card: {pack}</source>
        <translation>모델 카드: {pack}</translation>
    </message>
    <message>
        <source>Chest films, seven findings, and a heatmap for each.</source>
        <translation>흉부 영상, 일곱 가지 소견, 소견별 히트맵.</translation>
    </message>
    <message>
        <source>Apache License 2.0. Films never leave this computer.</source>
        <translation>Apache License 2.0. 영상은 이 컴퓨터를 떠나지 않습니다.</translation>
    </message>
    <message>
        <source>About ThoraCAM</source>
        <translation>ThoraCAM 정보</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>살펴보는 중 …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>이름이나 키로 찾기</translation>
    </message>
    <message>
        <source>Search actions</source>
        <translation>동작 찾기</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>동작과 단축키</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>새 키</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>키 추가</translation>
    </message>
    <message>
        <source>Use only this key</source>
        <translation>이 키만 사용</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>키 없음</translation>
    </message>
    <message>
        <source>Reset this</source>
        <translation>이 동작 초기화</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>모두 초기화</translation>
    </message>
    <message>
        <source>Press the new key:</source>
        <translation>새 키를 누르십시오:</translation>
    </message>
    <message>
        <source>{key} belongs to “{action}” and would be taken from it.</source>
        <translation>{key} 키는 “{action}”에 쓰이고 있으며, 저장하면 그 동작에서 빠집니다.</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>다시 열기</translation>
    </message>
    <message>
        <source>Take over annotations</source>
        <translation>주석 가져오기</translation>
    </message>
    <message>
        <source>Chest films</source>
        <translation>흉부 영상</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>모든 파일</translation>
    </message>
    <message>
        <source>Open films</source>
        <translation>영상 열기</translation>
    </message>
    <message>
        <source>Open a folder of films</source>
        <translation>영상 폴더 열기</translation>
    </message>
    <message>
        <source>The settings could not be saved.</source>
        <translation>설정을 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>수신됨</translation>
    </message>
    <message>
        <source>taken, and verified</source>
        <translation>수신 및 확인됨</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>회수됨</translation>
    </message>
    <message>
        <source>Send to a node</source>
        <translation>노드로 보내기</translation>
    </message>
    <message>
        <source>Of which films</source>
        <translation>보낼 영상</translation>
    </message>
    <message>
        <source>Results: report, overlays, structured report</source>
        <translation>결과: 보고서, 오버레이, 구조화 보고서</translation>
    </message>
    <message>
        <source>The film itself</source>
        <translation>영상 자체</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>The films themselves</source>
        <translation>영상 자체</translation>
    </message>
    <message>
        <source>The patient&apos;s identity goes with it, to this node alone.</source>
        <translation>환자 신원이 이 노드로만 함께 전송됩니다.</translation>
    </message>
    <message>
        <source>Names, dates and UIDs are left out or replaced; the node cannot match it with the patient.</source>
        <translation>이름, 날짜, UID를 제외하거나 바꿉니다. 노드는 이 영상을 환자와 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>Queue of what is sent</source>
        <translation>전송 대기열</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>객체</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Take back what waits</source>
        <translation>대기 중인 항목 회수</translation>
    </message>
    <message>
        <source>Forget what is done</source>
        <translation>완료된 항목 지우기</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>아직 보낸 것이 없습니다.</translation>
    </message>
    <message>
        <source>If the film is genuine, raise [limits] in settings.toml, or --max-megapixels, --max-gigabytes or --max-nesting of the command; a damaged header can ask for anything.</source>
        <translation>영상이 진짜라면 settings.toml의 [limits] 또는 명령의 --max-megapixels, --max-gigabytes, --max-nesting 값을 높이세요. 손상된 헤더는 무엇이든 요구할 수 있습니다.</translation>
    </message>
    <message>
        <source>Incomplete film: the file ends after {there} of {needed} bytes of its pixels. {share} of the film is missing and hatched; no finding is analysed.</source>
        <translation>불완전한 영상: 파일이 화소 {needed}바이트 중 {there}바이트에서 끝납니다. 영상의 {share}가 없어 빗금으로 표시되며, 소견은 분석하지 않습니다.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>프로세서</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>프로그램</translation>
    </message>
    <message>
        <source>Reset opacity and colours</source>
        <translation>불투명도와 색 초기화</translation>
    </message>
    <message>
        <source>Reset view</source>
        <translation>보기 초기화</translation>
    </message>
    <message>
        <source>Reset window only</source>
        <translation>윈도우만 초기화</translation>
    </message>
    <message>
        <source>Restart the program and try again.</source>
        <translation>프로그램을 다시 시작하고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The last four weeks against the first four. Yellow: more different than chance makes it in 99 of 100 times; red: and by at least 15 points. A light says that something changed, not what.</source>
        <translation>최근 4주를 처음 4주와 비교합니다. 노랑: 100번 중 99번의 우연보다 더 다름, 빨강: 게다가 15포인트 이상 다름. 표시등은 무언가 달라졌다는 것만 알리며, 무엇이 달라졌는지는 알리지 않습니다.</translation>
    </message>
    <message>
        <source>Films behind it ({count})</source>
        <translation>근거 영상 ({count})</translation>
    </message>
    <message>
        <source>Films week by week</source>
        <translation>주별 영상</translation>
    </message>
    <message>
        <source>Week of</source>
        <translation>주(월요일)</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>With a call</source>
        <translation>소견 있음</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>촬영 방향 수</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>장치 수</translation>
    </message>
    <message>
        <source>“Unlike” percentile</source>
        <translation>“다름” 백분위수</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>선예도</translation>
    </message>
    <message>
        <source>The films behind a light stand here; a double click opens one.</source>
        <translation>표시등의 근거 영상이 여기에 나오고, 두 번 누르면 영상이 열립니다.</translation>
    </message>
    <message>
        <source>It takes {first} films in the first four weeks, and {last} in the last four after them.</source>
        <translation>처음 4주에 영상 {first}개, 그 뒤 최근 4주에 {last}개가 필요합니다.</translation>
    </message>
    <message>
        <source>{topic}: {count} films of the last weeks, the oddest first.</source>
        <translation>{topic}: 최근 몇 주의 영상 {count}개, 가장 특이한 것부터.</translation>
    </message>
    <message>
        <source>View (PA, AP)</source>
        <translation>촬영 방향</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Findings above</source>
        <translation>기준점 이상 소견</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>({positives} films with, {negatives} without)</source>
        <translation>(소견 있는 영상 {positives}개, 없는 영상 {negatives}개)</translation>
    </message>
    <message>
        <source>A part of this program is missing or does not work as it must.</source>
        <translation>이 프로그램의 일부가 없거나 제대로 작동하지 않습니다.</translation>
    </message>
    <message>
        <source>AP film: the heart looks larger than it is</source>
        <translation>AP 영상: 심장이 실제보다 커 보입니다</translation>
    </message>
    <message>
        <source>Export films …</source>
        <translation>영상 여러 장 내보내기 …</translation>
    </message>
    <message>
        <source>Normal films …</source>
        <translation>정상 영상 …</translation>
    </message>
    <message>
        <source>Films with the finding …</source>
        <translation>소견이 있는 영상 …</translation>
    </message>
    <message>
        <source>From my unaided reads</source>
        <translation>AI 없이 한 내 판독에서</translation>
    </message>
    <message>
        <source>False calls per 100 normals</source>
        <translation>정상 100개당 위양성</translation>
    </message>
    <message>
        <source>Share of films with it here</source>
        <translation>이곳에서 소견이 있는 영상의 비율</translation>
    </message>
    <message>
        <source>Signed off by</source>
        <translation>승인자</translation>
    </message>
    <message>
        <source>Name; empty: not signed off</source>
        <translation>이름. 비우면 승인 없음</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>내보내기 …</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>가져오기 …</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>철회</translation>
    </message>
    <message>
        <source>1. Own films</source>
        <translation>1. 자체 영상</translation>
    </message>
    <message>
        <source>Own normal films carry the operating point; films with the finding say how many it finds.</source>
        <translation>기준점은 자체 정상 영상으로 정하고, 소견이 있는 영상은 그중 몇 개를 찾는지 알려 줍니다.</translation>
    </message>
    <message>
        <source>2. Operating point, beside the model&apos;s own</source>
        <translation>2. 모델의 기준점과 나란히 두는 기준점</translation>
    </message>
    <message>
        <source>3. Sign off and keep</source>
        <translation>3. 승인과 보관</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>최근 항목 열기</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>윈도우</translation>
    </message>
    <message>
        <source>No film is open.</source>
        <translation>열린 영상이 없습니다.</translation>
    </message>
    <message>
        <source>The file does not say how large a pixel is.</source>
        <translation>파일에 픽셀 크기가 없습니다.</translation>
    </message>
    <message>
        <source>This film is not analysed yet.</source>
        <translation>이 영상은 아직 분석되지 않았습니다.</translation>
    </message>
    <message>
        <source>The settings name no second model pack.</source>
        <translation>설정에 두 번째 모델 팩이 지정되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>The other model has not analysed this film.</source>
        <translation>다른 모델이 이 영상을 아직 분석하지 않았습니다.</translation>
    </message>
    <message>
        <source>This film has no heatmap of it.</source>
        <translation>이 영상에는 해당 히트맵이 없습니다.</translation>
    </message>
    <message>
        <source>The file has no overlay planes.</source>
        <translation>파일에 오버레이 평면이 없습니다.</translation>
    </message>
    <message>
        <source>No presentation state of another program is for this film.</source>
        <translation>이 영상에 대한 다른 프로그램의 표시 상태가 없습니다.</translation>
    </message>
    <message>
        <source>No other program drew on this film.</source>
        <translation>이 영상에 다른 프로그램이 그린 것이 없습니다.</translation>
    </message>
    <message>
        <source>The file brings fewer windows.</source>
        <translation>파일에 그만큼의 윈도우가 없습니다.</translation>
    </message>
    <message>
        <source>No report shows annotations on this film.</source>
        <translation>이 영상에 주석을 보여 주는 보고서가 없습니다.</translation>
    </message>
    <message>
        <source>This is the last film.</source>
        <translation>마지막 영상입니다.</translation>
    </message>
    <message>
        <source>This is the first film.</source>
        <translation>첫 영상입니다.</translation>
    </message>
    <message>
        <source>This is the last study.</source>
        <translation>마지막 검사입니다.</translation>
    </message>
    <message>
        <source>This is the first study.</source>
        <translation>첫 검사입니다.</translation>
    </message>
    <message>
        <source>Not during an unaided read.</source>
        <translation>AI 없이 판독하는 동안에는 할 수 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>실행 중인 작업이 없습니다.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>Measurements of this film</source>
        <translation>이 영상의 계측</translation>
    </message>
    <message>
        <source>Nothing is drawn on this film.</source>
        <translation>이 영상에 그린 것이 없습니다.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>계측</translation>
    </message>
    <message>
        <source>Ticked: shown on the film and in exports</source>
        <translation>체크: 영상과 내보내기에 보임</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>실행 취소할 것이 없습니다.</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>다시 실행할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>명령 찾기</translation>
    </message>
    <message>
        <source>A few letters of what you want to do</source>
        <translation>하려는 일의 글자 몇 개</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>명령 찾기</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>No command has these letters.</source>
        <translation>이 글자를 가진 명령이 없습니다.</translation>
    </message>
    <message>
        <source>Not now: {reason}</source>
        <translation>지금은 안 됨: {reason}</translation>
    </message>
    <message>
        <source>Enter runs it, Esc closes.</source>
        <translation>Enter로 실행, Esc로 닫기.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Dim (for a dark room)</source>
        <translation>더 어둡게 (판독실용)</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Anonymised</source>
        <translation>익명</translation>
    </message>
    <message>
        <source>Overlays of findings below their operating point too</source>
        <translation>기준점 미만인 소견의 오버레이도</translation>
    </message>
    <message>
        <source>Report as PDF too</source>
        <translation>보고서를 PDF로도</translation>
    </message>
    <message>
        <source>Heatmaps as numbers (16-bit PNG, NPY)</source>
        <translation>히트맵을 수치로 (16비트 PNG, NPY)</translation>
    </message>
    <message>
        <source>Results for FHIR systems (R4, JSON)</source>
        <translation>FHIR 시스템용 결과 (R4, JSON)</translation>
    </message>
    <message>
        <source>All DICOM in a folder that any viewer opens (DICOMDIR)</source>
        <translation>모든 DICOM을 어느 뷰어에서나 열리는 폴더로 (DICOMDIR)</translation>
    </message>
    <message>
        <source>A summary of all films, the worst finding first (HTML, PDF, PNG)</source>
        <translation>모든 영상의 요약, 심한 소견부터 (HTML, PDF, PNG)</translation>
    </message>
    <message>
        <source>A report of each study of several films (PDF, PNG)</source>
        <translation>영상이 여럿인 검사마다 보고서 (PDF, PNG)</translation>
    </message>
    <message>
        <source>Report and figures</source>
        <translation>보고서와 수치</translation>
    </message>
    <message>
        <source>Figures alone (CSV, JSON)</source>
        <translation>수치만 (CSV, JSON)</translation>
    </message>
    <message>
        <source>Reports alone</source>
        <translation>보고서만</translation>
    </message>
    <message>
        <source>Export films</source>
        <translation>영상 여러 장 내보내기</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>What of each film</source>
        <translation>영상마다 내보낼 내용</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Pass over films that are done already</source>
        <translation>이미 끝난 영상은 건너뛰기</translation>
    </message>
    <message>
        <source>Films written at once</source>
        <translation>동시에 기록할 영상 수</translation>
    </message>
    <message>
        <source>Which studies</source>
        <translation>어떤 검사</translation>
    </message>
    <message>
        <source>Each film in its own window, as it opens.</source>
        <translation>각 영상은 열릴 때의 자체 윈도로.</translation>
    </message>
    <message>
        <source>{count} films chosen</source>
        <translation>영상 {count}장 선택됨</translation>
    </message>
    <message>
        <source>As fits this computer</source>
        <translation>이 컴퓨터에 맞게</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>프로세서 (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (GPU)</source>
        <translation>그래픽 카드 (GPU)</translation>
    </message>
    <message>
        <source>Neural processor (NPU)</source>
        <translation>신경망 처리 장치(NPU)</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>묻기</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>다시 열기</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>남기지 않기</translation>
    </message>
    <message>
        <source>While on mains power</source>
        <translation>전원에 연결된 동안</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>하지 않음</translation>
    </message>
    <message>
        <source>Uncompressed, as every archive takes it</source>
        <translation>압축하지 않음 (모든 보관소가 받음)</translation>
    </message>
    <message>
        <source>JPEG-LS, without loss and smaller</source>
        <translation>JPEG-LS (무손실, 더 작음)</translation>
    </message>
    <message>
        <source>Comprehensive SR, as every archive takes it</source>
        <translation>Comprehensive SR (모든 보관소가 받음)</translation>
    </message>
    <message>
        <source>Comprehensive 3D SR</source>
        <translation>Comprehensive 3D SR</translation>
    </message>
    <message>
        <source>Light, as on paper</source>
        <translation>밝게, 종이처럼</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>레터</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>글자 크기</translation>
    </message>
    <message>
        <source>Text in the corners of a film</source>
        <translation>영상 모서리의 글자</translation>
    </message>
    <message>
        <source>What was open last time</source>
        <translation>지난번에 열려 있던 것</translation>
    </message>
    <message>
        <source>Analyse films of the list ahead</source>
        <translation>목록의 영상을 미리 분석</translation>
    </message>
    <message>
        <source>Edit keys …</source>
        <translation>단축키 편집 …</translation>
    </message>
    <message>
        <source>The model that comes with the program</source>
        <translation>프로그램에 포함된 모델</translation>
    </message>
    <message>
        <source>Folder of the model pack</source>
        <translation>모델 팩 폴더</translation>
    </message>
    <message>
        <source>Folder of a second model pack</source>
        <translation>두 번째 모델 팩의 폴더</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Prevalence for which probabilities are stated</source>
        <translation>확률을 표시할 때 가정하는 유병률</translation>
    </message>
    <message>
        <source>Whiskers: look at ten small views of the open film</source>
        <translation>수염: 열린 영상을 조금씩 바꾼 열 가지 보기로도 분석</translation>
    </message>
    <message>
        <source>Count here what I read (How it does here)</source>
        <translation>내가 판독한 것을 이곳에서 세기 (이곳에서의 성능)</translation>
    </message>
    <message>
        <source>Keep a record of use, without identity</source>
        <translation>사용 기록 남기기(신원 정보 없음)</translation>
    </message>
    <message>
        <source>Institution</source>
        <translation>기관</translation>
    </message>
    <message>
        <source>A line at the head of every report</source>
        <translation>모든 보고서 머리에 넣을 한 줄</translation>
    </message>
    <message>
        <source>Pictures as DICOM</source>
        <translation>DICOM 영상</translation>
    </message>
    <message>
        <source>Structured reports</source>
        <translation>구조화 보고서</translation>
    </message>
    <message>
        <source>Report pages as PNG</source>
        <translation>보고서 쪽 (PNG)</translation>
    </message>
    <message>
        <source>Paper of reports</source>
        <translation>보고서 용지</translation>
    </message>
    <message>
        <source>Report as encapsulated PDF too</source>
        <translation>보고서를 캡슐화 PDF로도</translation>
    </message>
    <message>
        <source>Film as seen as presentation state (GSPS) too</source>
        <translation>보이는 그대로의 영상을 표시 상태(GSPS)로도</translation>
    </message>
    <message>
        <source>Left drag across changes the level</source>
        <translation>왼쪽 버튼으로 가로로 끌면 레벨 변경</translation>
    </message>
    <message>
        <source>Left drag up makes darker</source>
        <translation>왼쪽 버튼으로 위로 끌면 어둡게</translation>
    </message>
    <message>
        <source>Tools of measurement stay in hand after use</source>
        <translation>계측 도구를 쓴 뒤에도 계속 잡고 있기</translation>
    </message>
    <message>
        <source>Unaided read: hide the AI until all is called</source>
        <translation>AI 없이 먼저 판독: 모두 판정할 때까지 AI 숨김</translation>
    </message>
    <message>
        <source>Key object selections (KO) of films with a finding, or flagged, too</source>
        <translation>소견이 있거나 표시된 영상의 주요 객체 선택(KO)도</translation>
    </message>
    <message>
        <source>Heatmaps as data (parametric map) too</source>
        <translation>히트맵을 데이터(파라메트릭 맵)로도</translation>
    </message>
    <message>
        <source>Second model pack</source>
        <translation>두 번째 모델 팩</translation>
    </message>
    <message>
        <source>Films are read up to (from the next start on)</source>
        <translation>영상을 읽는 한도 (다음 시작부터)</translation>
    </message>
    <message>
        <source>As the program comes</source>
        <translation>프로그램 기본값</translation>
    </message>
    <message>
        <source>As the model states it</source>
        <translation>모델이 정한 대로</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>설정 검색</translation>
    </message>
    <message>
        <source>No setting is called so.</source>
        <translation>그런 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Corner annotations</source>
        <translation>모서리 정보</translation>
    </message>
    <message>
        <source>Model (from the next start on)</source>
        <translation>모델 (다음 시작부터)</translation>
    </message>
    <message>
        <source>Model pack</source>
        <translation>모델 팩</translation>
    </message>
    <message>
        <source>Prevalence</source>
        <translation>유병률</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>No film matches.</source>
        <translation>일치하는 영상이 없습니다.</translation>
    </message>
    <message>
        <source>Study is reviewed</source>
        <translation>검사 검토 완료</translation>
    </message>
    <message>
        <source>Close film</source>
        <translation>영상 닫기</translation>
    </message>
    <message>
        <source>Close study</source>
        <translation>검사 닫기</translation>
    </message>
    <message>
        <source>Key object of others: {reason}</source>
        <translation>다른 기관의 주요 객체: {reason}</translation>
    </message>
    <message>
        <source>Patient {number}</source>
        <translation>환자 {number}</translation>
    </message>
    <message>
        <source>Key film: {}</source>
        <translation>주요 영상: {}</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>열 수 없음</translation>
    </message>
    <message>
        <source>unaided read</source>
        <translation>AI 없이 판독</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>분석 안 됨</translation>
    </message>
    <message>
        <source>unlike the films known</source>
        <translation>아는 영상과 다름</translation>
    </message>
    <message>
        <source>none above</source>
        <translation>기준 이상 없음</translation>
    </message>
    <message>
        <source>Search films</source>
        <translation>영상 찾기</translation>
    </message>
    <message>
        <source>Most urgent first</source>
        <translation>긴급한 순서</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>최신 순서</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름 순서</translation>
    </message>
    <message>
        <source>Nearest by what the model sees (cosine distance of its features), among films analysed on this computer. Alike to the model is not alike in disease. Nothing leaves this computer.</source>
        <translation>이 컴퓨터에서 분석한 영상 중 모델이 보는 특징이 가장 가까운 영상입니다(특징의 코사인 거리). 모델에게 비슷하다고 해서 질환이 비슷한 것은 아닙니다. 이 컴퓨터 밖으로 나가는 것은 없습니다.</translation>
    </message>
    <message>
        <source>No index is kept. With one, every film that is analysed here is noted: its hash, path and features.</source>
        <translation>색인이 없습니다. 색인을 만들면 여기서 분석하는 모든 영상의 해시, 경로, 특징이 기록됩니다.</translation>
    </message>
    <message>
        <source>Similar films of your own</source>
        <translation>내 영상 중 비슷한 영상</translation>
    </message>
    <message>
        <source>Among films called</source>
        <translation>판정된 소견으로 좁히기</translation>
    </message>
    <message>
        <source>All films</source>
        <translation>모든 영상</translation>
    </message>
    <message>
        <source>Keep an index</source>
        <translation>색인 만들기</translation>
    </message>
    <message>
        <source>Empty the index</source>
        <translation>색인 비우기</translation>
    </message>
    <message>
        <source>Films in the index: {count}</source>
        <translation>색인의 영상 수: {count}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Distance {distance}</source>
        <translation>거리 {distance}</translation>
    </message>
    <message>
        <source>Moved, changed or deleted since</source>
        <translation>그 후 이동, 변경 또는 삭제됨</translation>
    </message>
    <message>
        <source>No reader said anything.</source>
        <translation>판독자 의견이 없습니다.</translation>
    </message>
    <message>
        <source>Model: {findings}</source>
        <translation>모델: {findings}</translation>
    </message>
    <message>
        <source>nothing above or not sure</source>
        <translation>기준 이상이나 불확실한 소견 없음</translation>
    </message>
    <message>
        <source>With a finding above</source>
        <translation>기준 이상 소견 있음</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>검토하지 않음</translation>
    </message>
    <message>
        <source>Failed, refused, unlike</source>
        <translation>실패, 거부, 다른 영상</translation>
    </message>
    <message>
        <source>Order of the studies</source>
        <translation>검사 순서</translation>
    </message>
    <message>
        <source>Which films are listed</source>
        <translation>목록에 표시할 영상</translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation>간략한 행</translation>
    </message>
    <message>
        <source>Compact rows, or thumbnails</source>
        <translation>간략한 행 또는 축소 그림</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>연 순서</translation>
    </message>
    <message>
        <source>About ThoraCAM …</source>
        <translation>ThoraCAM 정보 …</translation>
    </message>
    <message>
        <source>About this film</source>
        <translation>이 영상에 대하여</translation>
    </message>
    <message>
        <source>All others are written. Open one of them alone to see why.</source>
        <translation>나머지는 모두 기록되었습니다. 이유를 보려면 그중 하나만 여십시오.</translation>
    </message>
    <message>
        <source>Analysed against the film check: override by the user.</source>
        <translation>영상 검사와 달리 사용자가 요청하여 분석했습니다.</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>분석 중</translation>
    </message>
    <message>
        <source>Analysis failed</source>
        <translation>분석 실패</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>각도</translation>
    </message>
    <message>
        <source>Apple&apos;s GPUs are not used; nothing needs to be installed.</source>
        <translation>Apple의 GPU는 쓰지 않습니다. 설치할 것은 없습니다.</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>화살표</translation>
    </message>
    <message>
        <source>As the film opens</source>
        <translation>영상을 열 때의 윈도우</translation>
    </message>
    <message>
        <source>Ask the archive to send it uncompressed, or convert it and open it again.</source>
        <translation>보관소에 압축하지 않은 파일을 요청하거나, 변환한 뒤 다시 여십시오.</translation>
    </message>
    <message>
        <source>Ask whoever made the pack for one in the present format.</source>
        <translation>팩을 만든 사람에게 현재 형식의 팩을 요청하십시오.</translation>
    </message>
    <message>
        <source>CUDA libraries are missing</source>
        <translation>CUDA 라이브러리가 없습니다</translation>
    </message>
    <message>
        <source>CUDA libraries found</source>
        <translation>찾은 CUDA 라이브러리</translation>
    </message>
    <message>
        <source>CUDA libraries missing</source>
        <translation>없는 CUDA 라이브러리</translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES hides every GPU</source>
        <translation>CUDA_VISIBLE_DEVICES가 모든 GPU를 가리고 있습니다</translation>
    </message>
    <message>
        <source>Calibrate by a known length …</source>
        <translation>아는 길이로 보정 …</translation>
    </message>
    <message>
        <source>Cancel drawing, or reset</source>
        <translation>그리기 취소 또는 초기화</translation>
    </message>
    <message>
        <source>Cancel what is running</source>
        <translation>실행 중인 작업 취소</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Cardiothoracic ratio</source>
        <translation>심흉곽비</translation>
    </message>
    <message>
        <source>Check that the disk or network folder is connected and that you have the right to read the file.</source>
        <translation>디스크나 네트워크 폴더가 연결되어 있는지, 파일을 읽을 권한이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>Check the exposure, or whether a blank film was sent in place of the real one.</source>
        <translation>노출을 확인하거나, 빈 영상이 대신 전송되지 않았는지 확인하십시오.</translation>
    </message>
    <message>
        <source>Choose a folder of your own, and export again.</source>
        <translation>쓸 수 있는 폴더를 골라 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>Choose a shorter name of letters, digits, spaces and hyphens.</source>
        <translation>문자, 숫자, 공백, 하이픈으로 된 더 짧은 이름을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose another folder and export again.</source>
        <translation>다른 폴더를 골라 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>Choose another model pack.</source>
        <translation>다른 모델 팩을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose another name or folder, or allow it to be replaced.</source>
        <translation>다른 이름이나 폴더를 고르거나, 바꾸기를 허용하십시오.</translation>
    </message>
    <message>
        <source>Choose the folder that holds model.toml, or reinstall the program to get its own pack back.</source>
        <translation>model.toml이 있는 폴더를 고르거나, 프로그램을 다시 설치하여 기본 팩을 되살리십시오.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>다른 프로그램을 닫고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Close other programs, or choose the CPU in the settings where the GPU is too small.</source>
        <translation>다른 프로그램을 닫거나, GPU 메모리가 모자라면 설정에서 CPU를 고르십시오.</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>콥 각도</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>계산하는 장치</translation>
    </message>
    <message>
        <source>Connect a second screen, and extend the desktop to it.</source>
        <translation>두 번째 화면을 연결하고 바탕 화면을 그 화면으로 확장하십시오.</translation>
    </message>
    <message>
        <source>Copy film as shown</source>
        <translation>보이는 대로 영상 복사</translation>
    </message>
    <message>
        <source>Copy or send the film again from where it came.</source>
        <translation>원본에서 영상을 다시 복사하거나 전송하십시오.</translation>
    </message>
    <message>
        <source>Copy the pack again; it may have been changed or only partly copied.</source>
        <translation>팩을 다시 복사하십시오. 변경되었거나 일부만 복사되었을 수 있습니다.</translation>
    </message>
    <message>
        <source>Corner annotations: full, anonymised, none</source>
        <translation>모서리 정보: 전체, 익명, 없음</translation>
    </message>
    <message>
        <source>Damaged film</source>
        <translation>손상된 영상</translation>
    </message>
    <message>
        <source>Darker middle tones</source>
        <translation>중간 톤 어둡게</translation>
    </message>
    <message>
        <source>Delete all annotations</source>
        <translation>모든 주석 삭제</translation>
    </message>
    <message>
        <source>Delete the selected annotation</source>
        <translation>선택한 주석 삭제</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>디스크 공간 부족</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Drawing the heatmaps</source>
        <translation>히트맵 그리는 중</translation>
    </message>
    <message>
        <source>Earlier annotations not shown</source>
        <translation>이전 주석을 보여 줄 수 없음</translation>
    </message>
    <message>
        <source>Ellipse with values</source>
        <translation>타원과 값</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>내보내는 중</translation>
    </message>
    <message>
        <source>Exporting films</source>
        <translation>영상 여러 장 내보내는 중</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>인쇄하는 중</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>파일을 찾을 수 없음</translation>
    </message>
    <message>
        <source>Files left out</source>
        <translation>제외된 파일</translation>
    </message>
    <message>
        <source>Film cut short</source>
        <translation>잘린 영상</translation>
    </message>
    <message>
        <source>Film not opened</source>
        <translation>영상을 열 수 없음</translation>
    </message>
    <message>
        <source>Film of the report not found</source>
        <translation>보고서의 영상을 찾지 못함</translation>
    </message>
    <message>
        <source>Film pixels 1:1</source>
        <translation>영상 픽셀 1:1</translation>
    </message>
    <message>
        <source>Film stored in a way that is not read here</source>
        <translation>읽을 수 없는 방식으로 저장된 영상</translation>
    </message>
    <message>
        <source>Film too large</source>
        <translation>너무 큰 영상</translation>
    </message>
    <message>
        <source>Find a command …</source>
        <translation>명령 찾기 …</translation>
    </message>
    <message>
        <source>Fit film</source>
        <translation>영상 맞춤</translation>
    </message>
    <message>
        <source>Flip left to right</source>
        <translation>좌우 뒤집기</translation>
    </message>
    <message>
        <source>Flip top to bottom</source>
        <translation>상하 뒤집기</translation>
    </message>
    <message>
        <source>Folder not writable</source>
        <translation>쓸 수 없는 폴더</translation>
    </message>
    <message>
        <source>Free some space or choose another disk, and export again.</source>
        <translation>공간을 비우거나 다른 디스크를 골라 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>Free some space, or make the program&apos;s data folder writable, then change one to store all of them.</source>
        <translation>공간을 확보하거나 프로그램의 데이터 폴더를 쓸 수 있게 한 뒤 하나를 바꾸면 모두 저장됩니다.</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>감마</translation>
    </message>
    <message>
        <source>Go on, or reopen the study where the window looks wrong. Please send the details to the makers of the program: they name no patient and no file.</source>
        <translation>계속하거나, 창이 이상해 보이면 검사를 다시 여세요. 자세한 내용을 프로그램을 만든 사람에게 보내 주세요. 환자나 파일의 이름은 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Graphics cards</source>
        <translation>그래픽 카드</translation>
    </message>
    <message>
        <source>Heart {heart} / thorax {thorax} {unit}</source>
        <translation>심장 {heart} / 흉곽 {thorax} {unit}</translation>
    </message>
    <message>
        <source>Hemothorax</source>
        <translation>혈흉</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>If it was downloaded, check that the download is the film itself and not a page about it.</source>
        <translation>내려받은 파일이라면 영상 자체인지, 안내 페이지가 아닌지 확인하십시오.</translation>
    </message>
    <message>
        <source>If there is an NVIDIA card, install its driver, so that `nvidia-smi` lists the card.</source>
        <translation>NVIDIA 카드가 있으면 `nvidia-smi`에 카드가 보이도록 드라이버를 설치하세요.</translation>
    </message>
    <message>
        <source>Install ThoraCAM from its source folder on Linux with `uv sync --extra gpu`.</source>
        <translation>Linux에서 소스 폴더의 ThoraCAM을 `uv sync --extra gpu`로 설치하세요.</translation>
    </message>
    <message>
        <source>Install a newer NVIDIA driver: 525.60.13 or later for CUDA 12.</source>
        <translation>더 새로운 NVIDIA 드라이버를 설치하세요. CUDA 12에는 525.60.13 이상이 필요합니다.</translation>
    </message>
    <message>
        <source>Install the program again; if this stays, tell its makers what is said here.</source>
        <translation>프로그램을 다시 설치하세요. 그래도 계속되면 여기에 적힌 내용을 제작자에게 알려 주세요.</translation>
    </message>
    <message>
        <source>Install them with `uv sync --extra gpu` in ThoraCAM&apos;s source folder.</source>
        <translation>ThoraCAM 소스 폴더에서 `uv sync --extra gpu`로 설치하세요.</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>흑백 반전</translation>
    </message>
    <message>
        <source>Its extensions</source>
        <translation>프로세서 확장</translation>
    </message>
    <message>
        <source>Keyboard and mouse …</source>
        <translation>키보드와 마우스 …</translation>
    </message>
    <message>
        <source>Left drag across: level</source>
        <translation>왼쪽 가로 끌기: 레벨</translation>
    </message>
    <message>
        <source>Left drag up: darker</source>
        <translation>왼쪽 위로 끌기: 어둡게</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Less opacity</source>
        <translation>불투명도 낮추기</translation>
    </message>
    <message>
        <source>Text burned into pixels is not removed.</source>
        <translation>픽셀에 새겨진 글자는 지워지지 않습니다.</translation>
    </message>
    <message>
        <source>Licences …</source>
        <translation>라이선스 …</translation>
    </message>
    <message>
        <source>Lighter middle tones</source>
        <translation>중간 톤 밝게</translation>
    </message>
    <message>
        <source>Line, and in brackets: operating point.  Band: not sure.  Hatched: experimental, without proof on real films.</source>
        <translation>선과 괄호 안: 기준점.  띠: 불확실.  빗금: 실험적, 실제 영상에서 입증되지 않음.</translation>
    </message>
    <message>
        <source>Link window/level</source>
        <translation>윈도/레벨 연동</translation>
    </message>
    <message>
        <source>Link zoom and pan</source>
        <translation>확대와 이동 연결</translation>
    </message>
    <message>
        <source>Worklist: as opened</source>
        <translation>작업 목록: 연 순서</translation>
    </message>
    <message>
        <source>Look at it before you hand it on</source>
        <translation>넘겨주기 전에 확인하십시오</translation>
    </message>
    <message>
        <source>Looking at the film</source>
        <translation>영상을 보는 중</translation>
    </message>
    <message>
        <source>Looking for films</source>
        <translation>영상 찾는 중</translation>
    </message>
    <message>
        <source>Made with another model</source>
        <translation>다른 모델로 만들어짐</translation>
    </message>
    <message>
        <source>Magnifier while held</source>
        <translation>누르는 동안 돋보기</translation>
    </message>
    <message>
        <source>Manual …</source>
        <translation>설명서 …</translation>
    </message>
    <message>
        <source>Annotations not kept</source>
        <translation>주석을 보관하지 못함</translation>
    </message>
    <message>
        <source>Annotations not saved</source>
        <translation>주석을 저장하지 못함</translation>
    </message>
    <message>
        <source>Mean {mean}  SD {deviation}</source>
        <translation>평균 {mean}  표준편차 {deviation}</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Measured at this operating point: {figures}.</source>
        <translation>이 기준점에서 측정: {figures}.</translation>
    </message>
    <message>
        <source>Mediastinum abnormality</source>
        <translation>종격동 이상</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Min {least}  Max {greatest}</source>
        <translation>최소 {least}  최대 {greatest}</translation>
    </message>
    <message>
        <source>Flipped left to right</source>
        <translation>좌우 반전</translation>
    </message>
    <message>
        <source>Flipped left to right, rotated 90° left</source>
        <translation>좌우 반전, 왼쪽으로 90° 회전</translation>
    </message>
    <message>
        <source>Flipped left to right, rotated 90° right</source>
        <translation>좌우 반전, 오른쪽으로 90° 회전</translation>
    </message>
    <message>
        <source>Flipped top to bottom</source>
        <translation>상하 반전</translation>
    </message>
    <message>
        <source>Model card …</source>
        <translation>모델 카드 …</translation>
    </message>
    <message>
        <source>Model does not match its description</source>
        <translation>모델이 설명과 다름</translation>
    </message>
    <message>
        <source>Model not found</source>
        <translation>모델을 찾을 수 없음</translation>
    </message>
    <message>
        <source>Model not loaded</source>
        <translation>모델을 불러오지 못함</translation>
    </message>
    <message>
        <source>Model not understood</source>
        <translation>모델을 이해할 수 없음</translation>
    </message>
    <message>
        <source>Model refused</source>
        <translation>모델 거부됨</translation>
    </message>
    <message>
        <source>More opacity</source>
        <translation>불투명도 높이기</translation>
    </message>
    <message>
        <source>NVIDIA driver</source>
        <translation>NVIDIA 드라이버</translation>
    </message>
    <message>
        <source>Name not possible</source>
        <translation>쓸 수 없는 이름</translation>
    </message>
    <message>
        <source>New ones are stored as usual. The file lies in the program&apos;s data folder for whoever can mend it.</source>
        <translation>새 주석은 평소처럼 저장됩니다. 그 파일은 고칠 수 있는 사람을 위해 프로그램의 데이터 폴더에 남아 있습니다.</translation>
    </message>
    <message>
        <source>Next film</source>
        <translation>다음 영상</translation>
    </message>
    <message>
        <source>Next study</source>
        <translation>다음 검사</translation>
    </message>
    <message>
        <source>No film of an earlier date with this patient&apos;s number is in the list.</source>
        <translation>목록에 이 환자 번호의 더 이른 날짜 영상이 없습니다.</translation>
    </message>
    <message>
        <source>No films found</source>
        <translation>영상 없음</translation>
    </message>
    <message>
        <source>No image in this file</source>
        <translation>이 파일에는 영상이 없음</translation>
    </message>
    <message>
        <source>No other screen</source>
        <translation>다른 화면 없음</translation>
    </message>
    <message>
        <source>No prior to compare with</source>
        <translation>비교할 이전 영상 없음</translation>
    </message>
    <message>
        <source>No real size</source>
        <translation>실제 크기를 알 수 없음</translation>
    </message>
    <message>
        <source>Not a film</source>
        <translation>영상이 아님</translation>
    </message>
    <message>
        <source>Not a report</source>
        <translation>보고서가 아님</translation>
    </message>
    <message>
        <source>Nothing to judge</source>
        <translation>판단할 것이 없음</translation>
    </message>
    <message>
        <source>One cell of the map: {across} × {down} film pixels</source>
        <translation>맵의 한 칸: 영상 화소 {across} × {down}</translation>
    </message>
    <message>
        <source>One cell of the map: {across} × {down} mm ({origin})</source>
        <translation>맵의 한 칸: {across} × {down} mm ({origin})</translation>
    </message>
    <message>
        <source>Open DICOM, PNG, JPEG or TIFF files, or a folder that holds some.</source>
        <translation>DICOM, PNG, JPEG, TIFF 파일이나 그 파일이 든 폴더를 여십시오.</translation>
    </message>
    <message>
        <source>Open files …</source>
        <translation>파일 열기 …</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>폴더 열기 …</translation>
    </message>
    <message>
        <source>Open one of them alone to see why.</source>
        <translation>이유를 보려면 하나만 따로 여십시오.</translation>
    </message>
    <message>
        <source>Open one report by itself to see its film as it was shown.</source>
        <translation>보고서 하나를 따로 열면 그때 표시된 그대로 영상을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Open the earlier study too; films without patient number or study date are never matched.</source>
        <translation>이전 검사도 여세요. 환자 번호나 검사 날짜가 없는 영상은 짝짓지 않습니다.</translation>
    </message>
    <message>
        <source>Open the folder it came from: the films of the study lie beside it.</source>
        <translation>원래 폴더를 여십시오. 검사의 영상이 그 옆에 있습니다.</translation>
    </message>
    <message>
        <source>Open the folder that holds the film first, or put the film beside the report.</source>
        <translation>먼저 영상이 있는 폴더를 열거나, 영상을 보고서 옆에 두십시오.</translation>
    </message>
    <message>
        <source>Open when you last left</source>
        <translation>지난번 마칠 때 열려 있던 것</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>여는 중</translation>
    </message>
    <message>
        <source>Outlines instead of heat</source>
        <translation>열 색 대신 윤곽선</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>오버레이</translation>
    </message>
    <message>
        <source>Overlay on the other screen</source>
        <translation>다른 화면에 오버레이 표시</translation>
    </message>
    <message>
        <source>Overlay: {}</source>
        <translation>오버레이: {}</translation>
    </message>
    <message>
        <source>Pages and overlays that this program wrote are no films: {name}.</source>
        <translation>이 프로그램이 만든 보고서와 오버레이는 영상이 아닙니다: {name}.</translation>
    </message>
    <message>
        <source>Part of the program is broken</source>
        <translation>프로그램 일부 손상</translation>
    </message>
    <message>
        <source>Pericardial effusion</source>
        <translation>심낭 삼출</translation>
    </message>
    <message>
        <source>Pleural effusion</source>
        <translation>흉막 삼출</translation>
    </message>
    <message>
        <source>Pneumothorax</source>
        <translation>기흉</translation>
    </message>
    <message>
        <source>Polygon with values</source>
        <translation>다각형과 값</translation>
    </message>
    <message>
        <source>Preparing the film</source>
        <translation>영상 준비 중</translation>
    </message>
    <message>
        <source>Previous film</source>
        <translation>이전 영상</translation>
    </message>
    <message>
        <source>Previous study</source>
        <translation>이전 검사</translation>
    </message>
    <message>
        <source>Print report …</source>
        <translation>보고서 인쇄 …</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Prior beside the film</source>
        <translation>이전 영상을 옆에 표시</translation>
    </message>
    <message>
        <source>Prior {date}: {then}, now {change} points</source>
        <translation>이전 {date}: {then}, 지금 {change}포인트</translation>
    </message>
    <message>
        <source>Probabilities as if {count} of 100 films had the finding.</source>
        <translation>영상 100장 중 {count}장에 소견이 있다고 볼 때의 확률입니다.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세한 내용</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Reopen the study</source>
        <translation>검사 다시 열기</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Since then: {count} more</source>
        <translation>그 뒤로 {count}번 더</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>복사됨</translation>
    </message>
    <message>
        <source>Unaided read: read without AI first</source>
        <translation>AI 없이 먼저 판독</translation>
    </message>
    <message>
        <source>Real size</source>
        <translation>실제 크기</translation>
    </message>
    <message>
        <source>Rectangle with values</source>
        <translation>사각형과 값</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Reopen it? If the program ends again, leave that film out and tell its makers.</source>
        <translation>다시 열까요? 프로그램이 또 종료되면 그 영상을 빼고 프로그램을 만든 사람에게 알려 주세요.</translation>
    </message>
    <message>
        <source>Report exists already</source>
        <translation>보고서가 이미 있음</translation>
    </message>
    <message>
        <source>Report not written</source>
        <translation>보고서를 쓰지 못함</translation>
    </message>
    <message>
        <source>Reports can be opened again as PNG only, and only as they were written.</source>
        <translation>보고서는 PNG로만, 그리고 저장된 그대로일 때만 다시 열 수 있습니다.</translation>
    </message>
    <message>
        <source>Reports left out</source>
        <translation>보고서 제외됨</translation>
    </message>
    <message>
        <source>Research use only. Not a medical device.</source>
        <translation>연구용입니다. 의료기기가 아닙니다.</translation>
    </message>
    <message>
        <source>Esc: pause, and what the keys do</source>
        <translation>Esc: 일시정지, 키 설명</translation>
    </message>
    <message>
        <source>session {number} of {count}</source>
        <translation>{count}회 중 {number}회차</translation>
    </message>
    <message>
        <source>Film {number} of {count}, {session}</source>
        <translation>영상 {number}/{count}, {session}</translation>
    </message>
    <message>
        <source>Show the model&apos;s word (Enter)</source>
        <translation>모델의 판단 보기 (Enter)</translation>
    </message>
    <message>
        <source>Next film (Enter)</source>
        <translation>다음 영상 (Enter)</translation>
    </message>
    <message>
        <source>Results stay valid; each names its device.</source>
        <translation>결과는 유효하며, 결과마다 사용한 장치가 적혀 있습니다.</translation>
    </message>
    <message>
        <source>Rib fracture</source>
        <translation>늑골 골절</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>왼쪽으로 회전</translation>
    </message>
    <message>
        <source>Rotate right</source>
        <translation>오른쪽으로 회전</translation>
    </message>
    <message>
        <source>Run ThoraCAM from its source folder with `uv run --extra gpu thoracam`.</source>
        <translation>소스 폴더에서 `uv run --extra gpu thoracam`으로 ThoraCAM을 실행하세요.</translation>
    </message>
    <message>
        <source>Settings damaged</source>
        <translation>손상된 설정</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>설정 …</translation>
    </message>
    <message>
        <source>Show or hide AI overlays</source>
        <translation>AI 오버레이 보이기 또는 숨기기</translation>
    </message>
    <message>
        <source>Analyse the list: pause or go on</source>
        <translation>목록 분석: 일시 중지 또는 계속</translation>
    </message>
    <message>
        <source>, and {count} that could not be read or analysed</source>
        <translation>, 읽거나 분석하지 못한 영상 {count}개</translation>
    </message>
    <message>
        <source>1 film</source>
        <translation>영상 1개</translation>
    </message>
    <message>
        <source>A DICOM node has a host.</source>
        <translation>DICOM 노드에는 호스트가 있어야 합니다.</translation>
    </message>
    <message>
        <source>A URL holds no name, password or query here: give --user, and type the password when asked.</source>
        <translation>여기서 URL에는 이름, 비밀번호, 쿼리를 넣지 않습니다. --user를 지정하고 비밀번호는 요청할 때 입력하십시오.</translation>
    </message>
    <message>
        <source>A date is 2026-11-28, 2026-11-01..2026-11-28, 2026-11-01.., 7d or today.</source>
        <translation>날짜는 2026-11-28, 2026-11-01..2026-11-28, 2026-11-01.., 7d 또는 today입니다.</translation>
    </message>
    <message>
        <source>A host is a name or an address, and this is none.</source>
        <translation>호스트는 이름이나 주소여야 하는데, 이것은 둘 다 아닙니다.</translation>
    </message>
    <message>
        <source>A link to a study is thoracam://study?node=NAME&amp;uid=UID.</source>
        <translation>검사 링크는 thoracam://study?node=NAME&amp;uid=UID입니다.</translation>
    </message>
    <message>
        <source>A port lies between 1 and 65535.</source>
        <translation>포트는 1에서 65535 사이입니다.</translation>
    </message>
    <message>
        <source>A receiver that other computers reach needs an allow-list: --allow AE@ADDRESS for each sender.</source>
        <translation>다른 컴퓨터가 접근할 수 있는 수신기에는 허용 목록이 필요합니다: 보내는 쪽마다 --allow AE@ADDRESS.</translation>
    </message>
    <message>
        <source>A receiver that speaks TLS needs a certificate and its key.</source>
        <translation>TLS를 쓰는 수신기에는 인증서와 키가 필요합니다.</translation>
    </message>
    <message>
        <source>A study is asked for at a node, by the name that it has here.</source>
        <translation>검사는 여기서 쓰는 노드 이름으로 요청합니다.</translation>
    </message>
    <message>
        <source>A worklist is asked for by C-FIND: choose a DICOM node.</source>
        <translation>워크리스트는 C-FIND로 조회합니다. DICOM 노드를 선택하십시오.</translation>
    </message>
    <message>
        <source>AI outlines from a quarter of the full scale on</source>
        <translation>AI 윤곽선, 최대값의 1/4부터</translation>
    </message>
    <message>
        <source>AI overlay: {findings}</source>
        <translation>AI 오버레이: {findings}</translation>
    </message>
    <message>
        <source>Above its operating point: {findings}</source>
        <translation>기준점 이상: {findings}</translation>
    </message>
    <message>
        <source>All seven findings</source>
        <translation>일곱 가지 소견 모두</translation>
    </message>
    <message>
        <source>Films that I read unaided ({count})</source>
        <translation>내가 모델 없이 판독한 영상 ({count})</translation>
    </message>
    <message>
        <source>Films of the list that you called before the model&apos;s word; your regions are the answer.</source>
        <translation>목록에서 모델의 판단을 보기 전에 판정한 영상입니다. 직접 그린 영역이 정답이 됩니다.</translation>
    </message>
    <message>
        <source>Present (P)</source>
        <translation>있음 (P)</translation>
    </message>
    <message>
        <source>Absent (A)</source>
        <translation>없음 (A)</translation>
    </message>
    <message>
        <source>Nothing to ask</source>
        <translation>물을 것이 없습니다</translation>
    </message>
    <message>
        <source>No film here has an answer for this finding.</source>
        <translation>이 소견의 정답이 있는 영상이 없습니다.</translation>
    </message>
    <message>
        <source>Painted: a synthetic film, no person was imaged.</source>
        <translation>그린 영상: 합성 영상이며 실제 사람이 아닙니다.</translation>
    </message>
    <message>
        <source>{finding}?</source>
        <translation>{finding}?</translation>
    </message>
    <message>
        <source>Click on the film where you see it, or call it present or absent.</source>
        <translation>영상에서 보이는 곳을 클릭하거나, 있음 또는 없음으로 판정하십시오.</translation>
    </message>
    <message>
        <source>Your answers</source>
        <translation>내 답</translation>
    </message>
    <message>
        <source>found</source>
        <translation>찾음</translation>
    </message>
    <message>
        <source>cleared</source>
        <translation>없다고 맞힘</translation>
    </message>
    <message>
        <source>place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Really forget all answers?</source>
        <translation>모든 답을 정말 지울까요?</translation>
    </message>
    <message>
        <source>{hits} of {count}; in brackets the 95 % interval</source>
        <translation>{count}개 중 {hits}개. 괄호 안은 95 % 구간</translation>
    </message>
    <message>
        <source>A false call</source>
        <translation>잘못된 양성 판정</translation>
    </message>
    <message>
        <source>It is absent.</source>
        <translation>이 소견은 없습니다.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>The yellow area shows where it is.</source>
        <translation>노란 영역이 소견의 위치입니다.</translation>
    </message>
    <message>
        <source>Nobody drew where it is.</source>
        <translation>위치를 그려 둔 것이 없습니다.</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>Present, but elsewhere</source>
        <translation>있지만 다른 곳입니다</translation>
    </message>
    <message>
        <source>All seven overlays</source>
        <translation>일곱 오버레이 모두</translation>
    </message>
    <message>
        <source>An AE title has 1 to 16 letters, digits and signs, and no backslash.</source>
        <translation>AE 타이틀은 문자, 숫자, 기호 1~16자이며 역슬래시를 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>An allowed sender is AE, AE@ADDRESS or @ADDRESS.</source>
        <translation>허용할 송신자는 AE, AE@ADDRESS 또는 @ADDRESS입니다.</translation>
    </message>
    <message>
        <source>Another reader ({author})</source>
        <translation>다른 판독자 ({author})</translation>
    </message>
    <message>
        <source>Another window adds to “{name}”.</source>
        <translation>다른 창이 “{name}”에 기록하고 있습니다.</translation>
    </message>
    <message>
        <source>Ask whoever made the object for one of this film; a wrong reference can put a finding on the wrong patient.</source>
        <translation>객체를 만든 곳에 이 영상의 것을 요청하십시오. 잘못된 참조는 소견을 다른 환자에게 옮길 수 있습니다.</translation>
    </message>
    <message>
        <source>Ask whoever runs the node which SOP classes and transfer syntaxes it takes.</source>
        <translation>노드 운영자에게 어떤 SOP 클래스와 전송 구문을 받는지 문의하십시오.</translation>
    </message>
    <message>
        <source>Asked back, the node does not have it yet.</source>
        <translation>다시 조회했지만 노드에 아직 없습니다.</translation>
    </message>
    <message>
        <source>Ask whoever runs the study for another copy.</source>
        <translation>연구 책임자에게 사본을 다시 요청하십시오.</translation>
    </message>
    <message>
        <source>Association refused</source>
        <translation>연결 거부됨</translation>
    </message>
    <message>
        <source>Below: {findings}</source>
        <translation>기준 미만: {findings}</translation>
    </message>
    <message>
        <source>By this site&apos;s operating point ({point}): {state}. It was tuned on {normals} normals, for {wanted} calls of 100, which leave between {low} and {high}.</source>
        <translation>기관 기준점({point}) 기준: {state}. 정상 {normals}개로 100개당 위양성 {wanted}개를 목표로 맞추었으며, 실제로는 {low}~{high}개 사이입니다.</translation>
    </message>
    <message>
        <source>C-MOVE sends to a receiver of ours: say at which port it listens (--port).</source>
        <translation>C-MOVE는 우리 수신기로 보냅니다. 수신기의 포트를 지정하십시오(--port).</translation>
    </message>
    <message>
        <source>CHEST FILM REPORT  ·  THORACAM</source>
        <translation>흉부 영상 보고서  ·  THORACAM</translation>
    </message>
    <message>
        <source>CHEST STUDY REPORT  ·  THORACAM</source>
        <translation>흉부 검사 보고서  ·  THORACAM</translation>
    </message>
    <message>
        <source>Certificate refused</source>
        <translation>인증서 거부됨</translation>
    </message>
    <message>
        <source>Check host and port, and that the other program runs; a firewall may lie between.</source>
        <translation>호스트와 포트, 상대 프로그램의 실행 여부를 확인하십시오. 사이에 방화벽이 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>Check that the port is the one for DICOM, and whether the node expects TLS; or try again later.</source>
        <translation>포트가 DICOM용인지, 노드가 TLS를 요구하는지 확인하거나 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Choose in the dialog of nodes which one has the priors.</source>
        <translation>노드 대화 상자에서 과거 영상을 가진 노드를 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose larger paper, or export the film in real size as PDF.</source>
        <translation>더 큰 용지를 고르거나, 실제 크기의 영상을 PDF로 내보내십시오.</translation>
    </message>
    <message>
        <source>Close all films</source>
        <translation>모든 영상 닫기</translation>
    </message>
    <message>
        <source>Close other programs, or free some memory, and open the film again.</source>
        <translation>다른 프로그램을 닫거나 메모리를 확보한 뒤 영상을 다시 여십시오.</translation>
    </message>
    <message>
        <source>Collecting scores</source>
        <translation>점수 모으는 중</translation>
    </message>
    <message>
        <source>Compare both AE titles, letter by letter, with those that the node knows; whoever runs it can add ours.</source>
        <translation>두 AE 타이틀을 노드에 등록된 것과 한 글자씩 비교하십시오. 노드 운영자가 우리 AE 타이틀을 등록할 수 있습니다.</translation>
    </message>
    <message>
        <source>Copy the film again from where the study came; thoracam study check says which others differ.</source>
        <translation>연구를 받은 곳에서 영상을 다시 복사하십시오. 다른 영상도 달라졌는지는 thoracam study check로 확인합니다.</translation>
    </message>
    <message>
        <source>Date left out</source>
        <translation>날짜 뺌</translation>
    </message>
    <message>
        <source>Date not stated</source>
        <translation>날짜 기록 없음</translation>
    </message>
    <message>
        <source>Dotted: this site&apos;s operating point.</source>
        <translation>점선: 기관 기준점.</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Enter them again: thoracam node add with the same name replaces what was there.</source>
        <translation>다시 입력하십시오. 같은 이름으로 thoracam node add를 실행하면 이전 내용이 바뀝니다.</translation>
    </message>
    <message>
        <source>Experimental: without proof on real films.</source>
        <translation>실험적: 실제 영상에서 입증되지 않음.</translation>
    </message>
    <message>
        <source>Export the network anew, or choose another file; thoracam help packs says what a network must be like.</source>
        <translation>신경망을 다시 내보내거나 다른 파일을 선택하십시오. 신경망이 갖추어야 할 조건은 thoracam help packs에 있습니다.</translation>
    </message>
    <message>
        <source>Failed: {findings}</source>
        <translation>실패: {findings}</translation>
    </message>
    <message>
        <source>Familiarity: {share} % of the model&apos;s reference films are nearer (limit {limit} %).</source>
        <translation>익숙한 정도: 모델의 기준 영상 {share} %가 더 가깝습니다 (한계 {limit} %).</translation>
    </message>
    <message>
        <source>Fetch priors</source>
        <translation>과거 영상 가져오기</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>가져옴</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>가져오는 중</translation>
    </message>
    <message>
        <source>Film and overlay</source>
        <translation>영상과 오버레이</translation>
    </message>
    <message>
        <source>Film in real size: {across} × {down} mm, {origin}. Print at 100 %, and hold a ruler against the one below.</source>
        <translation>실제 크기의 영상: {across} × {down} mm, {origin}. 100 %로 인쇄하고 아래 눈금에 자를 대어 확인하십시오.</translation>
    </message>
    <message>
        <source>Film not done</source>
        <translation>영상을 처리하지 못함</translation>
    </message>
    <message>
        <source>Film not read</source>
        <translation>영상을 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Film of the study changed</source>
        <translation>연구의 영상이 바뀌었습니다</translation>
    </message>
    <message>
        <source>Film of {day}: {then}, now {change} points.</source>
        <translation>{day} 영상: {then}, 지금 {change}포인트.</translation>
    </message>
    <message>
        <source>Film without overlay: none was asked for.</source>
        <translation>오버레이 없는 영상: 요청하지 않음.</translation>
    </message>
    <message>
        <source>Film {hash}</source>
        <translation>영상 {hash}</translation>
    </message>
    <message>
        <source>Film, {columns} × {rows} pixels</source>
        <translation>영상, {columns} × {rows} 픽셀</translation>
    </message>
    <message>
        <source>Films are printed in real size on sheets of A4 or Letter, and the paper of this printer is smaller.</source>
        <translation>영상은 A4나 레터 용지에 실제 크기로 인쇄하는데, 이 프린터의 용지가 더 작습니다.</translation>
    </message>
    <message>
        <source>Films that came: {name}, from</source>
        <translation>들어온 영상: {name}, 출처:</translation>
    </message>
    <message>
        <source>Findings one by one</source>
        <translation>소견별 보기</translation>
    </message>
    <message>
        <source>Fixed words put together by the program, not written by a reader.</source>
        <translation>프로그램이 정해진 문구로 만든 것이며, 판독자가 쓴 글이 아닙니다.</translation>
    </message>
    <message>
        <source>Further, {state}</source>
        <translation>추가 소견, {state}</translation>
    </message>
    <message>
        <source>Give each reader a code of their own, and keep one file for each.</source>
        <translation>판독자마다 고유한 코드를 주고, 파일을 하나씩 따로 보관하십시오.</translation>
    </message>
    <message>
        <source>Give the certificate of whoever issued the node&apos;s (--authority), and ours where the node asks for one (--certificate and --key).</source>
        <translation>노드 인증서를 발급한 기관의 인증서(--authority)와, 노드가 요구하면 우리 인증서(--certificate 및 --key)를 지정하십시오.</translation>
    </message>
    <message>
        <source>Go on in that window, or close it first.</source>
        <translation>그 창에서 계속하거나, 먼저 그 창을 닫으십시오.</translation>
    </message>
    <message>
        <source>Hatched: experimental  ·  {program}  ·  page {number} of {count}</source>
        <translation>빗금: 실험적  ·  {program}  ·  {count}쪽 중 {number}쪽</translation>
    </message>
    <message>
        <source>How it does here …</source>
        <translation>이곳에서의 성능 …</translation>
    </message>
    <message>
        <source>How like the films are to those the model knows</source>
        <translation>모델이 아는 영상과의 유사성</translation>
    </message>
    <message>
        <source>How this report came to be</source>
        <translation>이 보고서의 작성 경위</translation>
    </message>
    <message>
        <source>Identity left out</source>
        <translation>환자 정보 뺌</translation>
    </message>
    <message>
        <source>Impression of the reader</source>
        <translation>판독자의 결론</translation>
    </message>
    <message>
        <source>In {count} small views (turned, scaled, moved, of other gamma) {low} to {high}, always {state}.</source>
        <translation>조금씩 바꾼 {count}가지 보기(회전, 배율, 이동, 감마)에서 {low}–{high}, 항상 {state}.</translation>
    </message>
    <message>
        <source>In {count} small views (turned, scaled, moved, of other gamma) {low} to {high}, not always {state}: {others}.</source>
        <translation>조금씩 바꾼 {count}가지 보기(회전, 배율, 이동, 감마)에서 {low}–{high}, 항상 {state}은(는) 아님: {others}.</translation>
    </message>
    <message>
        <source>It asks for a rotation that is no multiple of 90°, which was left out.</source>
        <translation>90°의 배수가 아닌 회전을 요구하여 적용하지 않았습니다.</translation>
    </message>
    <message>
        <source>It blends two images: only its geometry and graphics are shown.</source>
        <translation>두 영상을 혼합하는 상태이므로 기하와 그래픽만 표시합니다.</translation>
    </message>
    <message>
        <source>It closed the connection without a word.</source>
        <translation>응답 없이 연결을 닫았습니다.</translation>
    </message>
    <message>
        <source>It cut the connection at the handshake.</source>
        <translation>핸드셰이크 중에 연결을 끊었습니다.</translation>
    </message>
    <message>
        <source>It did not answer the handshake in time.</source>
        <translation>제한 시간 안에 핸드셰이크에 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>It does not know our AE title as a destination: whoever runs it has to add it.</source>
        <translation>우리 AE 타이틀을 목적지로 알지 못합니다. 노드 운영자가 추가해야 합니다.</translation>
    </message>
    <message>
        <source>It does not know our AE title.</source>
        <translation>우리 AE 타이틀을 알지 못합니다.</translation>
    </message>
    <message>
        <source>It does not speak this application context.</source>
        <translation>이 애플리케이션 컨텍스트를 지원하지 않습니다.</translation>
    </message>
    <message>
        <source>It ended the association in the middle.</source>
        <translation>도중에 어소시에이션을 끝냈습니다.</translation>
    </message>
    <message>
        <source>It ended the connection in the middle.</source>
        <translation>도중에 연결을 끝냈습니다.</translation>
    </message>
    <message>
        <source>It has as many associations as it allows.</source>
        <translation>허용된 어소시에이션 수를 모두 사용 중입니다.</translation>
    </message>
    <message>
        <source>It has no such study, or no WADO-RS at this URL (HTTP status 404).</source>
        <translation>그런 검사가 없거나, 이 URL에 WADO-RS가 없습니다(HTTP 상태 404).</translation>
    </message>
    <message>
        <source>It is asked again later; nothing was lost.</source>
        <translation>나중에 다시 요청합니다. 잃은 것은 없습니다.</translation>
    </message>
    <message>
        <source>It is busy for a moment.</source>
        <translation>잠시 사용 중입니다.</translation>
    </message>
    <message>
        <source>It is for a grey film, and this one is in colours.</source>
        <translation>회색조 영상용인데 이 영상은 컬러입니다.</translation>
    </message>
    <message>
        <source>It names another patient.</source>
        <translation>다른 환자를 가리킵니다.</translation>
    </message>
    <message>
        <source>It names the film in another series.</source>
        <translation>이 영상을 다른 시리즈의 것으로 가리킵니다.</translation>
    </message>
    <message>
        <source>It names the film in another study.</source>
        <translation>이 영상을 다른 검사의 것으로 가리킵니다.</translation>
    </message>
    <message>
        <source>It needs a column case or film, and one for each finding by its key, with 1 for present and 0 for absent.</source>
        <translation>case 또는 film 열과, 소견마다 그 키를 이름으로 하는 열이 필요합니다. 있으면 1, 없으면 0입니다.</translation>
    </message>
    <message>
        <source>It offers nothing of what was asked for.</source>
        <translation>요청한 서비스를 아무것도 제공하지 않습니다.</translation>
    </message>
    <message>
        <source>It sends compressed what was asked for plain.</source>
        <translation>압축하지 않도록 요청했는데 압축하여 보냅니다.</translation>
    </message>
    <message>
        <source>It sends on to another address: enter that one as its URL.</source>
        <translation>다른 주소로 넘깁니다. 그 주소를 URL로 입력하십시오.</translation>
    </message>
    <message>
        <source>It sent a PDU of no bytes.</source>
        <translation>빈 PDU를 보냈습니다.</translation>
    </message>
    <message>
        <source>It sent a command that does not end.</source>
        <translation>끝나지 않는 명령을 보냈습니다.</translation>
    </message>
    <message>
        <source>It sent an object that is larger than allowed.</source>
        <translation>허용된 크기보다 큰 객체를 보냈습니다.</translation>
    </message>
    <message>
        <source>It sent more data than such a message has.</source>
        <translation>이런 메시지에 허용된 것보다 많은 데이터를 보냈습니다.</translation>
    </message>
    <message>
        <source>It sent too slowly.</source>
        <translation>전송이 너무 느립니다.</translation>
    </message>
    <message>
        <source>It sent what nobody can make sense of.</source>
        <translation>해석할 수 없는 데이터를 보냈습니다.</translation>
    </message>
    <message>
        <source>It sent what takes more memory than is allowed.</source>
        <translation>허용된 것보다 많은 메모리가 필요한 데이터를 보냈습니다.</translation>
    </message>
    <message>
        <source>It speaks another version of the protocol.</source>
        <translation>프로토콜 버전이 다릅니다.</translation>
    </message>
    <message>
        <source>Its file is gone, so the node was not asked whether it has it.</source>
        <translation>파일이 없어져 노드에 있는지 조회하지 못했습니다.</translation>
    </message>
    <message>
        <source>Its Modality LUT is another than that of the film.</source>
        <translation>Modality LUT가 영상의 것과 다릅니다.</translation>
    </message>
    <message>
        <source>Its colours are not shown: only its geometry and graphics are.</source>
        <translation>색은 표시하지 않고 기하와 그래픽만 표시합니다.</translation>
    </message>
    <message>
        <source>Its overlay; then its hottest place ({extent}), without and with it.</source>
        <translation>이 소견의 오버레이, 그다음 가장 뜨거운 곳({extent})을 오버레이 없이, 그리고 함께.</translation>
    </message>
    <message>
        <source>Its secret is in no keyring, and there is no terminal to type it at.</source>
        <translation>비밀번호나 토큰이 키링에 없고 입력할 터미널도 없습니다.</translation>
    </message>
    <message>
        <source>Its time was up.</source>
        <translation>제한 시간이 지났습니다.</translation>
    </message>
    <message>
        <source>Its token holds letters that no token has; nothing was sent.</source>
        <translation>토큰에 쓸 수 없는 문자가 있어 아무것도 보내지 않았습니다.</translation>
    </message>
    <message>
        <source>Joined to the films of the list</source>
        <translation>목록의 영상에 연결됨</translation>
    </message>
    <message>
        <source>Keep it, and show it to whoever runs the study. A copy made before the damage can take its place.</source>
        <translation>파일을 보관하고 연구 책임자에게 보이십시오. 손상되기 전의 사본으로 대신할 수 있습니다.</translation>
    </message>
    <message>
        <source>Ledger not usable</source>
        <translation>장부를 쓸 수 없음</translation>
    </message>
    <message>
        <source>Limits, from the model card</source>
        <translation>한계 (모델 카드에서)</translation>
    </message>
    <message>
        <source>Login refused</source>
        <translation>로그인 거부됨</translation>
    </message>
    <message>
        <source>Look whether the disk is full; if the file is damaged, rename it, and counting begins anew.</source>
        <translation>디스크가 가득 찼는지 확인하십시오. 파일이 손상되었다면 이름을 바꾸면 새로 세기 시작합니다.</translation>
    </message>
    <message>
        <source>Make one with Tools, Reader study, or with thoracam study new.</source>
        <translation>도구 &gt; 판독자 연구 또는 thoracam study new로 만드십시오.</translation>
    </message>
    <message>
        <source>Measurements and annotations of the reader</source>
        <translation>판독자의 측정과 주석</translation>
    </message>
    <message>
        <source>Media (DICOMDIR)</source>
        <translation>매체 (DICOMDIR)</translation>
    </message>
    <message>
        <source>Model {pack}, pack {hash}</source>
        <translation>모델 {pack}, 팩 {hash}</translation>
    </message>
    <message>
        <source>More bytes came within a minute than are allowed.</source>
        <translation>1분 동안 허용된 것보다 많은 데이터가 왔습니다.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Network not usable</source>
        <translation>사용할 수 없는 신경망</translation>
    </message>
    <message>
        <source>Next presentation state</source>
        <translation>다음 표시 상태</translation>
    </message>
    <message>
        <source>No TLS there</source>
        <translation>TLS 없음</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>응답 없음</translation>
    </message>
    <message>
        <source>No evidence map: nothing in this film speaks for the finding.</source>
        <translation>근거 지도 없음: 이 영상에서 이 소견을 뒷받침하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>No finding above its operating point.</source>
        <translation>기준점 이상인 소견 없음.</translation>
    </message>
    <message>
        <source>No finding reaches its operating point.</source>
        <translation>기준점에 이른 소견이 없습니다.</translation>
    </message>
    <message>
        <source>No model pack can be made of “{name}”.</source>
        <translation>“{name}”(으)로는 모델 팩을 만들 수 없습니다.</translation>
    </message>
    <message>
        <source>No name in the file</source>
        <translation>파일에 이름 없음</translation>
    </message>
    <message>
        <source>No node is set up yet: File, Network, Nodes adds one.</source>
        <translation>아직 설정된 노드가 없습니다. 파일, 네트워크, 노드에서 추가합니다.</translation>
    </message>
    <message>
        <source>No overlay: no analysed finding reaches its operating point or the grey band around it.</source>
        <translation>오버레이 없음: 분석된 소견 가운데 기준점이나 그 주변의 불확실 구간에 이른 것이 없습니다.</translation>
    </message>
    <message>
        <source>No score was taken.</source>
        <translation>가져온 점수가 없습니다.</translation>
    </message>
    <message>
        <source>Nobody knows a host of that name.</source>
        <translation>그 이름의 호스트를 찾을 수 없습니다.</translation>
    </message>
    <message>
        <source>Nobody listens</source>
        <translation>수신하는 프로그램 없음</translation>
    </message>
    <message>
        <source>Node busy</source>
        <translation>노드 사용 중</translation>
    </message>
    <message>
        <source>Nodes …</source>
        <translation>노드 …</translation>
    </message>
    <message>
        <source>Not a reader study</source>
        <translation>판독자 연구가 아닙니다</translation>
    </message>
    <message>
        <source>Not all came: fetch the study again to see what is missing.</source>
        <translation>일부가 오지 않았습니다. 검사를 다시 가져와 빠진 것을 확인하십시오.</translation>
    </message>
    <message>
        <source>Not analysed: {findings}</source>
        <translation>분석 안 함: {findings}</translation>
    </message>
    <message>
        <source>Not done by the node</source>
        <translation>노드가 처리하지 않음</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>보관하지 못함</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Note by {author}</source>
        <translation>{author}의 메모</translation>
    </message>
    <message>
        <source>Nothing answers at the address of “{name}”.</source>
        <translation>“{name}”의 주소에서 응답하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing new was there.</source>
        <translation>새로운 것이 없었습니다.</translation>
    </message>
    <message>
        <source>Object not shown</source>
        <translation>객체를 표시하지 않음</translation>
    </message>
    <message>
        <source>Object refused</source>
        <translation>객체 거부됨</translation>
    </message>
    <message>
        <source>Objects that arrived: {name}, at</source>
        <translation>도착한 객체: {name}, 노드:</translation>
    </message>
    <message>
        <source>Objects that arrived: {name}.</source>
        <translation>도착한 객체: {name}.</translation>
    </message>
    <message>
        <source>Objects that speak of films of the list: {name}.</source>
        <translation>목록의 영상에 관한 객체: {name}개.</translation>
    </message>
    <message>
        <source>Open samples</source>
        <translation>예제 열기</translation>
    </message>
    <message>
        <source>Paper too small</source>
        <translation>용지가 너무 작음</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>다각형</translation>
    </message>
    <message>
        <source>Presentation: as stored</source>
        <translation>표시: 저장된 그대로</translation>
    </message>
    <message>
        <source>Print film in real size …</source>
        <translation>실제 크기로 영상 인쇄 …</translation>
    </message>
    <message>
        <source>Prior film: {then}, now {change} points.</source>
        <translation>이전 영상: {then}, 지금 {change}포인트.</translation>
    </message>
    <message>
        <source>QR code of the hash of this report</source>
        <translation>이 보고서 해시의 QR 코드</translation>
    </message>
    <message>
        <source>Queue …</source>
        <translation>대기열 …</translation>
    </message>
    <message>
        <source>Read and signed by {reader}</source>
        <translation>판독 및 서명: {reader}</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>판독자</translation>
    </message>
    <message>
        <source>Reader study not opened</source>
        <translation>판독자 연구를 열지 못했습니다</translation>
    </message>
    <message>
        <source>Reads contradict each other</source>
        <translation>판독 기록이 서로 어긋납니다</translation>
    </message>
    <message>
        <source>Reads not understood</source>
        <translation>판독 기록을 이해할 수 없습니다</translation>
    </message>
    <message>
        <source>Reads of another study</source>
        <translation>다른 연구의 판독 기록입니다</translation>
    </message>
    <message>
        <source>Receive …</source>
        <translation>수신 …</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>직사각형</translation>
    </message>
    <message>
        <source>Report {hash}</source>
        <translation>보고서 {hash}</translation>
    </message>
    <message>
        <source>SUMMARY  ·  THORACAM</source>
        <translation>요약  ·  THORACAM</translation>
    </message>
    <message>
        <source>Search and retrieve …</source>
        <translation>검색 및 가져오기 …</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>보내는 중</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>보냄</translation>
    </message>
    <message>
        <source>Sheet {number} of {count}: row {row}, column {column}; neighbours share {overlap} mm.</source>
        <translation>{count}장 중 {number}번째: {row}행 {column}열, 이웃한 장과 {overlap} mm 겹침.</translation>
    </message>
    <message>
        <source>Show AI overlays while held</source>
        <translation>누르는 동안 오버레이 표시</translation>
    </message>
    <message>
        <source>Show or hide what other programs drew</source>
        <translation>다른 프로그램이 그린 것 표시/숨김</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>시그모이드</translation>
    </message>
    <message>
        <source>Site thresholds not used</source>
        <translation>기관 기준점을 사용하지 않음</translation>
    </message>
    <message>
        <source>Site thresholds signed off by {name} on {day}, seal {seal}.</source>
        <translation>기관 기준점: {day}에 {name} 승인, 봉인 {seal}.</translation>
    </message>
    <message>
        <source>Site thresholds …</source>
        <translation>기관 기준점 …</translation>
    </message>
    <message>
        <source>Site thresholds, seal {seal}.</source>
        <translation>기관 기준점, 봉인 {seal}.</translation>
    </message>
    <message>
        <source>Some films were left out</source>
        <translation>일부 영상이 빠졌습니다</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>문제가 생겼음</translation>
    </message>
    <message>
        <source>Sorted by how far the worst finding lies above its operating point.</source>
        <translation>가장 심한 소견이 기준점을 넘은 정도에 따라 정렬했습니다.</translation>
    </message>
    <message>
        <source>Start `thoracam info --system` with TF_CPP_MIN_LOG_LEVEL=0 to see what TensorFlow says.</source>
        <translation>TF_CPP_MIN_LOG_LEVEL=0으로 `thoracam info --system`을 실행해 TensorFlow가 말하는 것을 보세요.</translation>
    </message>
    <message>
        <source>Start it again. Please send the details to the makers of the program: they name no patient and no file.</source>
        <translation>다시 시작하세요. 자세한 내용을 프로그램을 만든 사람에게 보내 주세요. 환자나 파일의 이름은 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Strongest evidence {side}, {zone}.</source>
        <translation>가장 강한 근거: {side}, {zone}.</translation>
    </message>
    <message>
        <source>Switch to the other model</source>
        <translation>다른 모델로 전환</translation>
    </message>
    <message>
        <source>System</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>TLS expected</source>
        <translation>TLS 필요</translation>
    </message>
    <message>
        <source>Taken back before it was sent.</source>
        <translation>보내기 전에 취소했습니다.</translation>
    </message>
    <message>
        <source>Table of truth not understood</source>
        <translation>정답 표를 이해할 수 없습니다</translation>
    </message>
    <message>
        <source>Record …</source>
        <translation>기록 …</translation>
    </message>
    <message>
        <source>Another model than before</source>
        <translation>이전과 다른 모델입니다</translation>
    </message>
    <message>
        <source>Add the node again, in the window or at a terminal; where there is a keyring (GNOME Keyring, KWallet or KeePassXC on Linux), it is typed once, otherwise each time.</source>
        <translation>창이나 터미널에서 노드를 다시 추가하십시오. 키링(Linux에서는 GNOME Keyring, KWallet, KeePassXC)이 있으면 한 번만 입력하고, 없으면 매번 입력합니다.</translation>
    </message>
    <message>
        <source>Ask whoever runs the node under which AE title and port it takes this: an archive may search under another.</source>
        <translation>노드 관리자에게 이 서비스를 어떤 AE 타이틀과 포트에서 제공하는지 문의하십시오. 아카이브에 따라 조회에 다른 AE 타이틀을 쓰기도 합니다.</translation>
    </message>
    <message>
        <source>Choose in the settings the model pack that the reads were begun with, and restart the program.</source>
        <translation>설정에서 판독을 시작할 때의 모델 팩을 선택하고 프로그램을 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>Films not done</source>
        <translation>영상이 처리되지 않음</translation>
    </message>
    <message>
        <source>Flag film as key</source>
        <translation>주요 영상으로 표시</translation>
    </message>
    <message>
        <source>Free some space, or empty it.</source>
        <translation>디스크 공간을 확보하거나 색인을 비우십시오.</translation>
    </message>
    <message>
        <source>Free some space, or make the program&apos;s data folder writable; what was done meanwhile is added then.</source>
        <translation>디스크 공간을 확보하거나 프로그램의 데이터 폴더를 쓰기 가능하게 하십시오. 그동안의 기록은 그때 추가됩니다.</translation>
    </message>
    <message>
        <source>Index of similar films not kept</source>
        <translation>비슷한 영상 색인이 저장되지 않음</translation>
    </message>
    <message>
        <source>It has regions in the patient&apos;s space, in which this film has no place: they are not drawn.</source>
        <translation>환자 좌표계의 영역이 있지만 이 영상은 그 좌표계에 위치가 없어 그리지 않습니다.</translation>
    </message>
    <message>
        <source>It takes a column film, accession or hash, and a column for each finding, with 1 or 0.</source>
        <translation>film, accession 또는 hash 열과, 소견마다 1 또는 0이 적힌 열이 필요합니다.</translation>
    </message>
    <message>
        <source>Its process ended without being asked. Films that were whole are kept.</source>
        <translation>수신기 프로세스가 예기치 않게 끝났습니다. 온전히 받은 영상은 그대로 있습니다.</translation>
    </message>
    <message>
        <source>Key film</source>
        <translation>주요 영상</translation>
    </message>
    <message>
        <source>Mend that, and go on by --resume.</source>
        <translation>원인을 해결한 다음 --resume으로 이어서 진행하십시오.</translation>
    </message>
    <message>
        <source>No password or token</source>
        <translation>비밀번호 또는 토큰 없음</translation>
    </message>
    <message>
        <source>No process does the films; what was written is whole.</source>
        <translation>영상을 처리하는 프로세스가 없습니다. 이미 기록된 내용은 온전합니다.</translation>
    </message>
    <message>
        <source>No series matches.</source>
        <translation>일치하는 시리즈가 없습니다.</translation>
    </message>
    <message>
        <source>None of its frames is said to lie on this film.</source>
        <translation>이 영상 위에 놓인다고 표시된 프레임이 없습니다.</translation>
    </message>
    <message>
        <source>Not offered</source>
        <translation>제공되지 않음</translation>
    </message>
    <message>
        <source>Nothing is planned that matches.</source>
        <translation>일치하는 예정된 검사가 없습니다.</translation>
    </message>
    <message>
        <source>Reader study …</source>
        <translation>판독자 연구 …</translation>
    </message>
    <message>
        <source>Senders that were cut off may send again.</source>
        <translation>끊긴 송신자는 다시 보낼 수 있습니다.</translation>
    </message>
    <message>
        <source>Similar films of your own …</source>
        <translation>내 영상 중 비슷한 영상 …</translation>
    </message>
    <message>
        <source>Table of truth not used</source>
        <translation>정답표를 사용하지 않음</translation>
    </message>
    <message>
        <source>Teaching …</source>
        <translation>교육 …</translation>
    </message>
    <message>
        <source>Tension pneumothorax</source>
        <translation>긴장성 기흉</translation>
    </message>
    <message>
        <source>TensorFlow can use it</source>
        <translation>TensorFlow가 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>TensorFlow computes on the processor on macOS</source>
        <translation>macOS에서 TensorFlow는 프로세서로 계산합니다</translation>
    </message>
    <message>
        <source>TensorFlow does not say why it leaves the GPU out</source>
        <translation>TensorFlow가 GPU를 쓰지 않는 까닭을 말하지 않습니다</translation>
    </message>
    <message>
        <source>TensorFlow has no GPU support on native Windows</source>
        <translation>TensorFlow는 Windows 자체에서 GPU를 지원하지 않습니다</translation>
    </message>
    <message>
        <source>Testing heatmaps</source>
        <translation>히트맵 시험 중</translation>
    </message>
    <message>
        <source>That is no UID of a study: digits and full stops, at most 64.</source>
        <translation>검사 UID가 아닙니다. 숫자와 마침표로 된 64자 이하여야 합니다.</translation>
    </message>
    <message>
        <source>The AE title that it was called by is not its own.</source>
        <translation>호출한 AE 타이틀이 그 노드의 것이 아닙니다.</translation>
    </message>
    <message>
        <source>The GPU ran out of memory; the processor does the work now.</source>
        <translation>GPU 메모리가 모자라 이제 프로세서가 계산합니다.</translation>
    </message>
    <message>
        <source>The URL of a DICOMweb service starts with http:// or https:// and names a host.</source>
        <translation>DICOMweb 서비스의 URL은 http:// 또는 https://로 시작하고 호스트를 포함합니다.</translation>
    </message>
    <message>
        <source>The analysis needs more memory than is free on this computer.</source>
        <translation>분석에 필요한 메모리가 이 컴퓨터의 여유 메모리보다 많습니다.</translation>
    </message>
    <message>
        <source>The association ended at this object: it is tried again alone, and holds up no other.</source>
        <translation>이 객체에서 연결(association)이 끊겼습니다. 이 객체만 따로 다시 보내며 다른 객체는 기다리지 않습니다.</translation>
    </message>
    <message>
        <source>The certificates are not as they should be: PEM files, the key without a password and of the certificate.</source>
        <translation>인증서가 올바르지 않습니다. PEM 파일이어야 하고, 키는 비밀번호 없이 그 인증서의 것이어야 합니다.</translation>
    </message>
    <message>
        <source>The code and the hashes show an edit; they are no signature.</source>
        <translation>코드와 해시는 수정 여부를 보여 주며, 서명이 아닙니다.</translation>
    </message>
    <message>
        <source>The connection was cut at once.</source>
        <translation>연결이 바로 끊겼습니다.</translation>
    </message>
    <message>
        <source>The connection was refused: no program listens at that port.</source>
        <translation>연결이 거부되었습니다. 그 포트에서 수신하는 프로그램이 없습니다.</translation>
    </message>
    <message>
        <source>The description of the model pack “{name}” is not what this program reads.</source>
        <translation>모델 팩 “{name}”의 설명은 이 프로그램이 읽는 형식이 아닙니다.</translation>
    </message>
    <message>
        <source>The description of the series speaks of a lateral view; the model knows frontal films only.</source>
        <translation>시리즈 설명에 측면 촬영이라고 되어 있습니다. 모델은 정면 영상만 압니다.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>디스크가 가득 찼습니다.</translation>
    </message>
    <message>
        <source>The earlier reads of “{name}” were aided by another model than the one in use.</source>
        <translation>“{name}”의 이전 판독은 지금 쓰는 것과 다른 모델의 도움을 받았습니다.</translation>
    </message>
    <message>
        <source>The engine runs otherwise than asked</source>
        <translation>엔진이 요청과 다르게 실행됨</translation>
    </message>
    <message>
        <source>The figures shown here are those of the pack in use.</source>
        <translation>여기에 표시된 수치는 사용 중인 팩의 것입니다.</translation>
    </message>
    <message>
        <source>The file ends early (bytes: {name}); what is missing is hatched, and no finding is analysed.</source>
        <translation>파일이 일찍 끝납니다(바이트: {name}). 없는 부분은 빗금으로 표시되며, 소견은 분석하지 않습니다.</translation>
    </message>
    <message>
        <source>The file names a body part that is not known to be the chest.</source>
        <translation>파일에 적힌 신체 부위가 흉부인지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>The file says that the film lies mirrored: the patient&apos;s right is at the right edge.</source>
        <translation>파일에 따르면 영상이 좌우로 뒤집혀 있습니다. 환자의 오른쪽이 오른쪽 가장자리에 있습니다.</translation>
    </message>
    <message>
        <source>The file says that the film lies rotated by 90 degrees.</source>
        <translation>파일에 따르면 영상이 90도 돌아가 있습니다.</translation>
    </message>
    <message>
        <source>The file says that the film lies upside down.</source>
        <translation>파일에 따르면 영상이 위아래로 뒤집혀 있습니다.</translation>
    </message>
    <message>
        <source>The file says that the film looks from the side: one of its edges is the patient&apos;s front or back.</source>
        <translation>파일에 따르면 옆에서 찍은 영상입니다. 한쪽 가장자리가 환자의 앞이나 뒤입니다.</translation>
    </message>
    <message>
        <source>The file says that this is a lateral view; the model knows frontal films only.</source>
        <translation>파일에 따르면 측면 촬영입니다. 모델은 정면 영상만 압니다.</translation>
    </message>
    <message>
        <source>The file says that this is an oblique view; the model knows frontal films only.</source>
        <translation>파일에 따르면 사위 촬영입니다. 모델은 정면 영상만 압니다.</translation>
    </message>
    <message>
        <source>The files of the model pack “{name}” are not those its description promises, so it is not used.</source>
        <translation>모델 팩 “{name}”의 파일이 설명과 달라 사용하지 않습니다.</translation>
    </message>
    <message>
        <source>The film has more grey values than a table can be made over.</source>
        <translation>영상의 회색조 값이 표로 만들기에 너무 많습니다.</translation>
    </message>
    <message>
        <source>The film is blank or nearly blank.</source>
        <translation>영상이 비었거나 거의 비어 있습니다.</translation>
    </message>
    <message>
        <source>The film is incomplete.</source>
        <translation>영상이 불완전합니다.</translation>
    </message>
    <message>
        <source>The film is shown, but the analysis could not finish.</source>
        <translation>영상은 보이지만 분석을 마치지 못했습니다.</translation>
    </message>
    <message>
        <source>The film is too narrow for a whole chest: it may be cropped.</source>
        <translation>흉부 전체를 담기에 영상이 좁습니다. 잘렸을 수 있습니다.</translation>
    </message>
    <message>
        <source>The film looks mirrored: the heart lies to the right. Check the side, or think of situs inversus.</source>
        <translation>영상이 좌우로 뒤집힌 듯합니다. 심장이 오른쪽에 있습니다. 방향을 확인하거나 내장역위증을 고려하십시오.</translation>
    </message>
    <message>
        <source>The film may not be an upright, whole, frontal chest film: the check is not sure what it shows.</source>
        <translation>똑바로 선 온전한 정면 흉부 영상이 아닐 수 있습니다. 무엇을 찍은 것인지 확실하지 않습니다.</translation>
    </message>
    <message>
        <source>The film that “{name}” was made of was not found.</source>
        <translation>“{name}”을(를) 만든 영상을 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>The grey scale looks inverted: bones are dark.</source>
        <translation>흑백이 반전된 듯합니다. 뼈가 어둡습니다.</translation>
    </message>
    <message>
        <source>The host did not take the connection in time.</source>
        <translation>호스트가 제한 시간 안에 연결을 받지 않았습니다.</translation>
    </message>
    <message>
        <source>The hottest places agree to {share} %.</source>
        <translation>가장 뜨거운 부위의 일치도 {share} %.</translation>
    </message>
    <message>
        <source>The ledger “{name}” is damaged, or the disk does not give or take it now.</source>
        <translation>장부 “{name}”이(가) 손상되었거나, 디스크에서 지금 읽거나 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The matches that it sends cannot be read.</source>
        <translation>보낸 조회 결과를 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The model pack “{name}” cannot be used.</source>
        <translation>모델 팩 “{name}”을(를) 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The node asks for a certificate of this computer that it trusts.</source>
        <translation>노드가 신뢰하는 이 컴퓨터의 인증서를 요구합니다.</translation>
    </message>
    <message>
        <source>The node does not answer queries, so it was not asked whether it has it.</source>
        <translation>노드가 조회에 응답하지 않아 노드에 있는지 확인하지 못했습니다.</translation>
    </message>
    <message>
        <source>The password or token of “{name}” is not known here, and the node was not asked.</source>
        <translation>“{name}” 노드의 비밀번호 또는 토큰을 알 수 없어 노드에 접속하지 않았습니다.</translation>
    </message>
    <message>
        <source>The picture has colours; a radiograph has none.</source>
        <translation>그림에 색이 있습니다. 방사선 사진에는 색이 없습니다.</translation>
    </message>
    <message>
        <source>The program met a fault of its own while no window was open. The film files are untouched.</source>
        <translation>창이 열려 있지 않을 때 프로그램 자체에 오류가 생겼습니다. 영상 파일은 그대로입니다.</translation>
    </message>
    <message>
        <source>The program met a fault of its own. The film files are untouched, and what you drew and said was stored as you did it.</source>
        <translation>프로그램 자체에 오류가 생겼습니다. 영상 파일은 그대로이며, 그리고 적은 것은 그때그때 저장되었습니다.</translation>
    </message>
    <message>
        <source>The program met a fault of its own; the film files are untouched.</source>
        <translation>프로그램 자체에 오류가 생겼습니다. 영상 파일은 그대로입니다.</translation>
    </message>
    <message>
        <source>The reader on the model</source>
        <translation>모델에 대한 판독자의 의견</translation>
    </message>
    <message>
        <source>The receiver did not start in time.</source>
        <translation>수신기가 제한 시간 안에 시작되지 않았습니다.</translation>
    </message>
    <message>
        <source>The receiver ended and was started again</source>
        <translation>수신기가 끝나 다시 시작되었습니다</translation>
    </message>
    <message>
        <source>The receiver&apos;s process ended and was started anew. Senders that were cut off may send again.</source>
        <translation>수신기 프로세스가 끝나 다시 시작되었습니다. 끊긴 송신자는 다시 보낼 수 있습니다.</translation>
    </message>
    <message>
        <source>The record of use in the folder “{name}” cannot be written or read now.</source>
        <translation>“{name}” 폴더의 사용 기록을 지금 쓰거나 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The request makes no sense.</source>
        <translation>요청을 이해할 수 없습니다.</translation>
    </message>
    <message>
        <source>The rest waits: File, Network, Queue shows why.</source>
        <translation>나머지는 대기 중입니다. 파일, 네트워크, 대기열에서 이유를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>The settings could not be read, so the program started with its own.</source>
        <translation>설정을 읽을 수 없어 기본 설정으로 시작했습니다.</translation>
    </message>
    <message>
        <source>The shutter is drawn black; the file asks for grey.</source>
        <translation>셔터를 검게 그렸습니다. 파일은 회색을 요구합니다.</translation>
    </message>
    <message>
        <source>The site thresholds were tuned for another model, or for films prepared in another way: they are not used. Tune again under View, Site thresholds.</source>
        <translation>기관 기준점은 다른 모델이나 다른 방식으로 준비된 영상에 맞춰진 것이므로 사용하지 않습니다. 보기, 기관 기준점에서 다시 맞추십시오.</translation>
    </message>
    <message>
        <source>The work was stopped as asked.</source>
        <translation>요청에 따라 작업을 멈췄습니다.</translation>
    </message>
    <message>
        <source>There is no chest film in what was opened.</source>
        <translation>연 항목에 흉부 영상이 없습니다.</translation>
    </message>
    <message>
        <source>There is no model pack at “{name}”.</source>
        <translation>“{name}”에 모델 팩이 없습니다.</translation>
    </message>
    <message>
        <source>There is no space left for “{name}”; nothing half-written was kept.</source>
        <translation>“{name}”을(를) 저장할 공간이 없습니다. 쓰다 만 파일은 남기지 않았습니다.</translation>
    </message>
    <message>
        <source>There is no way to that host.</source>
        <translation>그 호스트로 가는 경로가 없습니다.</translation>
    </message>
    <message>
        <source>They are no films or cannot be read: {name}.</source>
        <translation>영상이 아니거나 읽을 수 없습니다: {name}.</translation>
    </message>
    <message>
        <source>They could not be read, analysed or written: {name}.</source>
        <translation>읽거나 분석하거나 기록할 수 없었습니다: {name}.</translation>
    </message>
    <message>
        <source>This cannot be done as asked</source>
        <translation>요청대로 할 수 없음</translation>
    </message>
    <message>
        <source>This computer has no network that leads there.</source>
        <translation>이 컴퓨터에는 그곳으로 가는 네트워크가 없습니다.</translation>
    </message>
    <message>
        <source>This computer has too little free memory for what was asked.</source>
        <translation>요청한 일을 하기에 이 컴퓨터의 여유 메모리가 모자랍니다.</translation>
    </message>
    <message>
        <source>This computer offers no keyring, so the secret is kept nowhere and asked for each time. On Linux, GNOME Keyring, KWallet or KeePassXC offer one.</source>
        <translation>이 컴퓨터에는 키링이 없어 비밀번호나 토큰을 저장하지 않고 매번 묻습니다. Linux에서는 GNOME Keyring, KWallet, KeePassXC가 키링을 제공합니다.</translation>
    </message>
    <message>
        <source>This computer shows one screen.</source>
        <translation>이 컴퓨터에는 화면이 하나뿐입니다.</translation>
    </message>
    <message>
        <source>This computer …</source>
        <translation>이 컴퓨터 …</translation>
    </message>
    <message>
        <source>This file does not say how far its pixels lie apart.</source>
        <translation>이 파일에는 화소 간격이 적혀 있지 않습니다.</translation>
    </message>
    <message>
        <source>This film names no patient ID, by which priors are found.</source>
        <translation>이 영상에는 과거 영상을 찾는 데 쓰는 환자 ID가 없습니다.</translation>
    </message>
    <message>
        <source>This report was changed</source>
        <translation>이 보고서는 변경되었습니다</translation>
    </message>
    <message>
        <source>This screen does not say how large it is.</source>
        <translation>이 화면은 크기를 알려 주지 않습니다.</translation>
    </message>
    <message>
        <source>This study is being read already</source>
        <translation>이 연구는 이미 판독 중입니다</translation>
    </message>
    <message>
        <source>ThoraCAM could not start or end as it should</source>
        <translation>ThoraCAM이 제대로 시작하거나 끝나지 못했습니다</translation>
    </message>
    <message>
        <source>ThoraCAM did not end properly</source>
        <translation>ThoraCAM이 제대로 종료되지 않았습니다</translation>
    </message>
    <message>
        <source>ThoraCAM summary</source>
        <translation>ThoraCAM 요약</translation>
    </message>
    <message>
        <source>Thoracam open --study UID --node NODE takes nothing else.</source>
        <translation>Thoracam open --study UID --node NODE에는 다른 것을 지정할 수 없습니다.</translation>
    </message>
    <message>
        <source>Too little memory</source>
        <translation>메모리 부족</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Try again; if it fails again, show this sentence to whoever runs the node.</source>
        <translation>다시 시도하십시오. 또 실패하면 이 문장을 노드 운영자에게 보여 주십시오.</translation>
    </message>
    <message>
        <source>Try the film alone, or give fewer workers: there may be too little memory.</source>
        <translation>이 영상만 따로 시도하거나 작업 프로세스 수를 줄이십시오. 메모리가 부족할 수 있습니다.</translation>
    </message>
    <message>
        <source>Tune again, or bring the file as it was signed off.</source>
        <translation>다시 맞추거나, 승인된 그대로의 파일을 가져오십시오.</translation>
    </message>
    <message>
        <source>Turn TLS off for this node, or ask for the port at which it speaks TLS.</source>
        <translation>이 노드의 TLS를 끄거나 TLS용 포트를 문의하십시오.</translation>
    </message>
    <message>
        <source>Turn TLS on for this node (--tls, or https in its URL).</source>
        <translation>이 노드의 TLS를 켜십시오(--tls 또는 URL의 https).</translation>
    </message>
    <message>
        <source>URGENT</source>
        <translation>긴급</translation>
    </message>
    <message>
        <source>Use models from people you trust; this program loads weights, never code.</source>
        <translation>신뢰하는 사람에게서 받은 모델을 사용하십시오. 이 프로그램은 가중치만 불러오며 코드는 실행하지 않습니다.</translation>
    </message>
    <message>
        <source>Use not recorded</source>
        <translation>사용이 기록되지 않음</translation>
    </message>
    <message>
        <source>Use the study file that the reads were begun with.</source>
        <translation>판독을 시작할 때 쓴 연구 파일을 사용하십시오.</translation>
    </message>
    <message>
        <source>View not stated</source>
        <translation>촬영 방향 기록 없음</translation>
    </message>
    <message>
        <source>View, Objects of other programs shows them for the film that is open.</source>
        <translation>보기, 다른 프로그램의 객체에서 열린 영상의 것을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Watched folder …</source>
        <translation>감시 폴더 …</translation>
    </message>
    <message>
        <source>What both models say …</source>
        <translation>두 모델의 결과 …</translation>
    </message>
    <message>
        <source>What came before stays in the folder of received films.</source>
        <translation>그 전에 들어온 것은 수신 영상 폴더에 남습니다.</translation>
    </message>
    <message>
        <source>What it answered ends in the middle.</source>
        <translation>응답이 중간에 끊겼습니다.</translation>
    </message>
    <message>
        <source>What it answered has no parts.</source>
        <translation>응답에 멀티파트 내용이 없습니다.</translation>
    </message>
    <message>
        <source>What it answered holds no DICOM objects.</source>
        <translation>응답에 DICOM 객체가 없습니다.</translation>
    </message>
    <message>
        <source>What it answered is no DICOMweb.</source>
        <translation>응답이 DICOMweb이 아닙니다.</translation>
    </message>
    <message>
        <source>What it answered is no TLS.</source>
        <translation>응답이 TLS가 아닙니다.</translation>
    </message>
    <message>
        <source>What it answered is not what HTTP says.</source>
        <translation>응답이 HTTP 규격과 다릅니다.</translation>
    </message>
    <message>
        <source>What the model says</source>
        <translation>모델의 판정</translation>
    </message>
    <message>
        <source>What was not sent waits in the queue.</source>
        <translation>보내지 못한 것은 대기열에 남습니다.</translation>
    </message>
    <message>
        <source>Which films come in</source>
        <translation>들어오는 영상</translation>
    </message>
    <message>
        <source>an index, no probability</source>
        <translation>지수이며 확률이 아님</translation>
    </message>
    <message>
        <source>as at first</source>
        <translation>처음과 같음</translation>
    </message>
    <message>
        <source>asking the node</source>
        <translation>노드에 요청하는 중</translation>
    </message>
    <message>
        <source>bottom third of the picture</source>
        <translation>그림의 아래쪽 1/3</translation>
    </message>
    <message>
        <source>device {subject}: {earlier:.0%} of films, now {later:.0%}</source>
        <translation>장치 {subject}: 영상의 {earlier:.0%}, 지금 {later:.0%}</translation>
    </message>
    <message>
        <source>different</source>
        <translation>달라짐</translation>
    </message>
    <message>
        <source>experimental</source>
        <translation>실험적</translation>
    </message>
    <message>
        <source>for a conference</source>
        <translation>컨퍼런스용</translation>
    </message>
    <message>
        <source>for peer review</source>
        <translation>동료 검토용</translation>
    </message>
    <message>
        <source>for research</source>
        <translation>연구용</translation>
    </message>
    <message>
        <source>for teaching</source>
        <translation>교육용</translation>
    </message>
    <message>
        <source>for the referring provider</source>
        <translation>의뢰 의료진용</translation>
    </message>
    <message>
        <source>here: {state}</source>
        <translation>이곳: {state}</translation>
    </message>
    <message>
        <source>hot at its tip</source>
        <translation>화살표 끝이 뜨거움</translation>
    </message>
    <message>
        <source>hottest place inside</source>
        <translation>가장 뜨거운 곳이 안쪽</translation>
    </message>
    <message>
        <source>hottest place outside</source>
        <translation>가장 뜨거운 곳이 바깥쪽</translation>
    </message>
    <message>
        <source>in a window of its own</source>
        <translation>자체 윈도우로 표시</translation>
    </message>
    <message>
        <source>left of the picture (sides not stated)</source>
        <translation>그림의 왼쪽 (좌우 기록 없음)</translation>
    </message>
    <message>
        <source>looking for films</source>
        <translation>영상을 찾는 중</translation>
    </message>
    <message>
        <source>lower third</source>
        <translation>하부 1/3</translation>
    </message>
    <message>
        <source>median sharpness {earlier:.3f}, now {later:.3f}</source>
        <translation>선예도 중앙값 {earlier:.3f}, 지금 {later:.3f}</translation>
    </message>
    <message>
        <source>median “unlike” percentile {earlier:.0f}, now {later:.0f}</source>
        <translation>“다름” 백분위수의 중앙값 {earlier:.0f}, 지금 {later:.0f}</translation>
    </message>
    <message>
        <source>middle third</source>
        <translation>중부 1/3</translation>
    </message>
    <message>
        <source>middle third of the picture</source>
        <translation>그림의 가운데 1/3</translation>
    </message>
    <message>
        <source>near the middle of the film</source>
        <translation>영상의 중앙 부근</translation>
    </message>
    <message>
        <source>no evidence map for {findings}</source>
        <translation>{findings}의 근거 지도 없음</translation>
    </message>
    <message>
        <source>not hot at its tip</source>
        <translation>화살표 끝이 뜨겁지 않음</translation>
    </message>
    <message>
        <source>not run on this film</source>
        <translation>이 영상에서 실행하지 않음</translation>
    </message>
    <message>
        <source>of interest</source>
        <translation>관심 영상</translation>
    </message>
    <message>
        <source>on the patient&apos;s left</source>
        <translation>환자의 왼쪽</translation>
    </message>
    <message>
        <source>on the patient&apos;s right</source>
        <translation>환자의 오른쪽</translation>
    </message>
    <message>
        <source>overlap {overlap} %, {coverage} % of it hot</source>
        <translation>겹침 {overlap} %, 영역의 {coverage} %가 뜨거움</translation>
    </message>
    <message>
        <source>page {number} of {count}</source>
        <translation>{count}쪽 중 {number}쪽</translation>
    </message>
    <message>
        <source>receiving films</source>
        <translation>영상을 받는 중</translation>
    </message>
    <message>
        <source>refused by the film check: {earlier:.0%} of films, now {later:.0%}</source>
        <translation>영상 검사에서 거부됨: 영상의 {earlier:.0%}, 지금 {later:.0%}</translation>
    </message>
    <message>
        <source>right of the picture (sides not stated)</source>
        <translation>그림의 오른쪽 (좌우 기록 없음)</translation>
    </message>
    <message>
        <source>sending objects</source>
        <translation>객체를 보내는 중</translation>
    </message>
    <message>
        <source>sides not stated in the file</source>
        <translation>파일에 좌우 기록 없음</translation>
    </message>
    <message>
        <source>strong: {value} {unit} or more. Line: half of it</source>
        <translation>강함: {value} {unit} 이상. 선: 그 절반</translation>
    </message>
    <message>
        <source>too few films</source>
        <translation>영상이 너무 적음</translation>
    </message>
    <message>
        <source>top third of the picture</source>
        <translation>그림의 위쪽 1/3</translation>
    </message>
    <message>
        <source>upper third</source>
        <translation>상부 1/3</translation>
    </message>
    <message>
        <source>very different</source>
        <translation>크게 달라짐</translation>
    </message>
    <message>
        <source>view {subject}: {earlier:.0%} of films, now {later:.0%}</source>
        <translation>촬영 방향 {subject}: 영상의 {earlier:.0%}, 지금 {later:.0%}</translation>
    </message>
    <message>
        <source>{across} × {down} mm {origin}</source>
        <translation>{across} × {down} mm {origin}</translation>
    </message>
    <message>
        <source>{columns} × {rows} pixels</source>
        <translation>{columns} × {rows} 픽셀</translation>
    </message>
    <message>
        <source>{count} films</source>
        <translation>영상 {count}개</translation>
    </message>
    <message>
        <source>{films}; with a finding above its operating point: {above}.</source>
        <translation>{films}; 기준점 이상인 소견이 있는 영상: {above}.</translation>
    </message>
    <message>
        <source>{finding} (film {films})</source>
        <translation>{finding} (영상 {films})</translation>
    </message>
    <message>
        <source>{finding}: no longer above its operating point.</source>
        <translation>{finding}: 더 이상 기준점 이상이 아닙니다.</translation>
    </message>
    <message>
        <source>{finding}: not sure, {number} around its operating point of {point}</source>
        <translation>{finding}: 불확실, {number} (기준점 {point} 부근)</translation>
    </message>
    <message>
        <source>{finding}: {least} or more</source>
        <translation>{finding}: {least} 이상</translation>
    </message>
    <message>
        <source>{finding}: {least} or more, nowhere so strong</source>
        <translation>{finding}: {least} 이상, 그렇게 강한 곳 없음</translation>
    </message>
    <message>
        <source>{finding}: {number}, above its operating point of {point}</source>
        <translation>{finding}: {number}, 기준점 {point} 이상</translation>
    </message>
    <message>
        <source>{method} on {device}, {precision}</source>
        <translation>{method}, {device}에서 실행, {precision}</translation>
    </message>
    <message>
        <source>{subject}: above on {earlier:.0%} of films, now {later:.0%}</source>
        <translation>{subject}: 기준점 이상 {earlier:.0%}, 지금 {later:.0%}</translation>
    </message>
    <message>
        <source>{subject}: median score {earlier:.2f}, now {later:.2f}</source>
        <translation>{subject}: 점수 중앙값 {earlier:.2f}, 지금 {later:.2f}</translation>
    </message>
    <message>
        <source>{who} {word}.</source>
        <translation>{who}: {word}.</translation>
    </message>
    <message>
        <source>{who}, before the model: {word}.</source>
        <translation>{who}, 모델을 보기 전: {word}.</translation>
    </message>
    <message>
        <source>“{name}” and this computer do not trust each other&apos;s certificates.</source>
        <translation>“{name}” 노드와 이 컴퓨터가 서로의 인증서를 신뢰하지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” answers, and lacks what was asked of it.</source>
        <translation>“{name}” 노드가 응답하지만 요청한 서비스를 제공하지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” asks for more than to be read: for code of its own, or for other files of this computer.</source>
        <translation>“{name}”은(는) 읽기만 하는 것 이상을, 곧 자체 코드의 실행이나 이 컴퓨터의 다른 파일을 요구합니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used as a table of truth.</source>
        <translation>“{name}”을(를) 정답표로 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used as site thresholds.</source>
        <translation>“{name}”을(를) 기관 기준점으로 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be put together with the others.</source>
        <translation>“{name}”은(는) 다른 파일과 합칠 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used.</source>
        <translation>“{name}”을(를) 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be written or read now.</source>
        <translation>“{name}”을(를) 지금 쓰거나 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” did not do what was asked of it.</source>
        <translation>“{name}” 노드가 요청을 처리하지 않았습니다.</translation>
    </message>
    <message>
        <source>“{name}” does not take the name, password or token given.</source>
        <translation>“{name}” 노드가 입력한 이름, 비밀번호 또는 토큰을 받아들이지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” does not take this object.</source>
        <translation>“{name}” 노드가 이 객체를 받지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” is not a file of reads as this program writes it; nothing was changed in it.</source>
        <translation>“{name}”은(는) 이 프로그램이 쓰는 판독 기록 파일이 아닙니다. 파일은 바꾸지 않았습니다.</translation>
    </message>
    <message>
        <source>“{name}” is not a reader study that this program reads.</source>
        <translation>“{name}”은(는) 이 프로그램이 읽는 판독자 연구가 아닙니다.</translation>
    </message>
    <message>
        <source>“{name}” is not a table of what is true of the films of this study.</source>
        <translation>“{name}”은(는) 이 연구 영상의 정답 표가 아닙니다.</translation>
    </message>
    <message>
        <source>“{name}” is not the file that the study was made of, so it is not shown.</source>
        <translation>“{name}”은(는) 연구를 만들 때의 파일이 아니므로 표시하지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” names this film and does not fit it, so nothing of it is shown.</source>
        <translation>“{name}”은(는) 이 영상을 가리키지만 맞지 않아 아무것도 표시하지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” refuses to speak with this computer.</source>
        <translation>“{name}” 노드가 이 컴퓨터와의 통신을 거부합니다.</translation>
    </message>
    <message>
        <source>“{name}” says that it cannot do it now.</source>
        <translation>“{name}” 노드가 지금은 할 수 없다고 합니다.</translation>
    </message>
    <message>
        <source>“{name}” speaks TLS, and was spoken to without.</source>
        <translation>“{name}” 노드는 TLS를 쓰는데 TLS 없이 요청했습니다.</translation>
    </message>
    <message>
        <source>“{name}” took the connection and then did not answer.</source>
        <translation>“{name}” 노드가 연결을 받았지만 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>“{name}” was not done: each process that tried it ended.</source>
        <translation>“{name}” 영상을 처리하지 못했습니다. 시도한 프로세스가 매번 종료되었습니다.</translation>
    </message>
    <message>
        <source>“{name}” was not read: the system did not start the process that reads films.</source>
        <translation>“{name}”을(를) 읽지 못했습니다. 시스템이 영상을 읽는 프로세스를 시작하지 않았습니다.</translation>
    </message>
    <message>
        <source>“{name}” was read with another study file, or with this one before it was changed.</source>
        <translation>“{name}”은(는) 다른 연구 파일로, 또는 바뀌기 전의 이 파일로 판독한 것입니다.</translation>
    </message>
    <message>
        <source>“{name}” was spoken to by TLS and does not speak it.</source>
        <translation>“{name}” 노드에 TLS로 요청했지만 TLS를 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Occlusion: hold and move over the film</source>
        <translation>가림 시험: 누른 채 영상 위에서 움직이기</translation>
    </message>
    <message>
        <source>Trust the film and the figures shown here, not the report.</source>
        <translation>보고서가 아니라 여기에 표시된 영상과 수치를 믿으십시오.</translation>
    </message>
    <message>
        <source>Try again; if it fails again, restart the program and report the film&apos;s format to its makers.</source>
        <translation>다시 시도하십시오. 또 실패하면 프로그램을 다시 시작하고 영상 형식을 만든 이에게 알려 주십시오.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, restart the program and tell its makers what you did.</source>
        <translation>다시 시도하십시오. 또 생기면 프로그램을 다시 시작하고 무엇을 했는지 만든 이에게 알려 주십시오.</translation>
    </message>
    <message>
        <source>Try another copy of the film.</source>
        <translation>영상의 다른 사본으로 시도하십시오.</translation>
    </message>
    <message>
        <source>Rotated 180°</source>
        <translation>180° 회전</translation>
    </message>
    <message>
        <source>Rotated 90° left</source>
        <translation>왼쪽으로 90° 회전</translation>
    </message>
    <message>
        <source>Rotated 90° right</source>
        <translation>오른쪽으로 90° 회전</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Unset CUDA_VISIBLE_DEVICES and start ThoraCAM again.</source>
        <translation>CUDA_VISIBLE_DEVICES를 지우고 ThoraCAM을 다시 시작하세요.</translation>
    </message>
    <message>
        <source>Use 1:1, which needs no millimetres, or a screen that is connected directly.</source>
        <translation>밀리미터가 필요 없는 1:1을 쓰거나 직접 연결된 화면을 쓰세요.</translation>
    </message>
    <message>
        <source>Use 1:1, which needs no millimetres.</source>
        <translation>밀리미터가 필요 없는 1:1을 쓰세요.</translation>
    </message>
    <message>
        <source>View not stated: on an AP film the heart looks larger</source>
        <translation>촬영 방향 없음: AP 영상에서는 심장이 더 커 보입니다</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>할 일</translation>
    </message>
    <message>
        <source>What was drawn and said of this film before cannot be read; it is kept aside as “{name}”.</source>
        <translation>이 영상에 전에 그리고 적은 것을 읽을 수 없어 “{name}”(으)로 따로 보관했습니다.</translation>
    </message>
    <message>
        <source>What was there is kept beside them; its name ends in “.damaged”.</source>
        <translation>원래 내용은 “.damaged”로 끝나는 이름으로 옆에 보관했습니다.</translation>
    </message>
    <message>
        <source>What you draw and say of this film stays on the screen, but could not be stored.</source>
        <translation>이 영상에 그리고 적은 것은 화면에 남지만 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>Whether this is asked can be chosen in the settings.</source>
        <translation>이것을 물을지는 설정에서 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Window/level as a sigmoid</source>
        <translation>시그모이드 윈도/레벨</translation>
    </message>
    <message>
        <source>Window/level from a drawn region</source>
        <translation>그린 영역으로 윈도/레벨 설정</translation>
    </message>
    <message>
        <source>Window {}</source>
        <translation>윈도우 {}</translation>
    </message>
    <message>
        <source>Without the hottest {share} % of the film the probability changes by {change} points, without other places by {other}: the score does not rest on it.</source>
        <translation>가장 뜨거운 {share} %를 빼면 확률이 {change}점, 다른 곳을 빼면 {other}점 바뀝니다. 점수는 이곳에 근거하지 않습니다.</translation>
    </message>
    <message>
        <source>Without the hottest {share} % of the film the probability changes by {change} points, without other places by {other}: the score rests on it.</source>
        <translation>가장 뜨거운 {share} %를 빼면 확률이 {change}점, 다른 곳을 빼면 {other}점 바뀝니다. 점수는 이곳에 근거합니다.</translation>
    </message>
    <message>
        <source>Worklist: sort and filter again</source>
        <translation>작업 목록: 다시 정렬하고 거르기</translation>
    </message>
    <message>
        <source>You had opened {name}.</source>
        <translation>열었던 것: {name}.</translation>
    </message>
    <message>
        <source>You may not write “{name}” there, or it is a file where a folder is needed.</source>
        <translation>그곳에 “{name}”을(를) 쓸 권한이 없거나, 폴더가 필요한 자리에 파일이 있습니다.</translation>
    </message>
    <message>
        <source>Unaided read. Disagreement on {apart} of {count}:</source>
        <translation>AI 없이 먼저 판독했습니다. {count}개 중 {apart}개가 다릅니다:</translation>
    </message>
    <message>
        <source>Unaided read. No disagreement on the {count} findings that the model judged.</source>
        <translation>AI 없이 먼저 판독했습니다. 모델이 판정한 소견 {count}개가 모두 일치합니다.</translation>
    </message>
    <message>
        <source>Unaided read. The model judged nothing on this film, so there is nothing to compare.</source>
        <translation>AI 없이 먼저 판독했습니다. 모델이 이 영상에서 판정한 것이 없어 비교할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>An index is no probability.</source>
        <translation>지수는 확률이 아닙니다.</translation>
    </message>
    <message>
        <source>Annotations of a report</source>
        <translation>보고서의 주석</translation>
    </message>
    <message>
        <source>Another run writes to “{name}” now, so nothing was written.</source>
        <translation>다른 실행이 지금 “{name}”에 쓰고 있으므로 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>Assessment of {}</source>
        <translation>평가: {}</translation>
    </message>
    <message>
        <source>Each run gives patients new pseudonyms in DICOM, so films that an earlier run did are written again.</source>
        <translation>DICOM의 환자 가명은 실행할 때마다 새로 정해지므로, 이전 실행에서 끝낸 영상도 다시 씁니다.</translation>
    </message>
    <message>
        <source>Folder in use</source>
        <translation>폴더 사용 중</translation>
    </message>
    <message>
        <source>For training and NVIDIA cards</source>
        <translation>학습 및 NVIDIA 카드용</translation>
    </message>
    <message>
        <source>Intel graphics are used where they are asked for, in the settings or by --device</source>
        <translation>Intel 그래픽은 설정이나 --device로 지정할 때 사용됩니다</translation>
    </message>
    <message>
        <source>Heart and lungs were not found clearly enough on this film.</source>
        <translation>이 영상에서 심장과 폐를 충분히 뚜렷하게 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>It becomes part of your own only if you take it over; whose it is stays with it.</source>
        <translation>가져와야만 내 주석이 되며, 누구의 것인지는 함께 남습니다.</translation>
    </message>
    <message>
        <source>Look whether the film is turned, cropped, inverted, taken in bed or full of lines; read it without the numbers.</source>
        <translation>영상이 돌아가거나 잘리거나 반전되지 않았는지, 침상에서 촬영했거나 관과 선이 많지 않은지 확인하고, 수치 없이 판독하십시오.</translation>
    </message>
    <message>
        <source>Measure it by hand: the tool for the cardiothoracic ratio takes six points.</source>
        <translation>직접 재십시오. 심흉곽비 도구는 점 여섯 개를 받습니다.</translation>
    </message>
    <message>
        <source>No ratio is proposed</source>
        <translation>제안할 심흉곽비 없음</translation>
    </message>
    <message>
        <source>Open the film again when the disk or network folder is back. What you draw meanwhile is added to it.</source>
        <translation>디스크나 네트워크 폴더가 다시 연결되면 영상을 다시 여십시오. 그동안 그린 것은 거기에 더해집니다.</translation>
    </message>
    <message>
        <source>Propose cardiothoracic ratio</source>
        <translation>심흉곽비 제안</translation>
    </message>
    <message>
        <source>Restated as if {count} of 100 films had it: {findings}.</source>
        <translation>영상 100장 중 {count}장에 있다고 보고 다시 계산한 소견: {findings}.</translation>
    </message>
    <message>
        <source>OpenVINO can use it</source>
        <translation>OpenVINO가 사용할 수 있습니다</translation>
    </message>
    <message>
        <source>OpenVINO sees</source>
        <translation>OpenVINO가 인식한 장치</translation>
    </message>
    <message>
        <source>Settings not read</source>
        <translation>설정을 읽지 못함</translation>
    </message>
    <message>
        <source>Start the program again when the disk or network folder is back.</source>
        <translation>디스크나 네트워크 폴더가 다시 연결되면 프로그램을 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>The device that was to compute failed; the processor does the work now.</source>
        <translation>계산할 장치에 오류가 생겨 이제 프로세서가 계산합니다.</translation>
    </message>
    <message>
        <source>The settings ask for the GPU, but none is found that can be used; the processor does the work now. Help &gt; This computer says what is missing.</source>
        <translation>설정은 GPU를 요구하지만 사용할 수 있는 GPU가 없어 이제 프로세서가 계산합니다. 무엇이 없는지는 도움말 &gt; 이 컴퓨터에 나옵니다.</translation>
    </message>
    <message>
        <source>Take over annotations of the report</source>
        <translation>보고서의 주석 가져오기</translation>
    </message>
    <message>
        <source>NVIDIA cards need TensorFlow, which this installation comes without</source>
        <translation>NVIDIA 카드에는 이 설치본에 없는 TensorFlow가 필요합니다</translation>
    </message>
    <message>
        <source>Taken over from {author}</source>
        <translation>{author}에게서 가져옴</translation>
    </message>
    <message>
        <source>The settings ask for the NPU, but none is found that can be used; the processor does the work now. Help &gt; This computer says what is missing.</source>
        <translation>설정은 NPU를 요구하지만 사용할 수 있는 NPU가 없어 이제 프로세서가 계산합니다. 무엇이 없는지는 도움말 &gt; 이 컴퓨터에 나옵니다.</translation>
    </message>
    <message>
        <source>The settings cannot be read now, so the program started with its own; their file is left as it is.</source>
        <translation>지금은 설정을 읽을 수 없어 프로그램 기본값으로 시작했습니다. 설정 파일은 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>This model has no compiled form, and none can be made of it; TensorFlow runs it, which starts more slowly.</source>
        <translation>이 모델에는 컴파일된 형태가 없고 만들 수도 없어 TensorFlow가 실행하며, 시작이 더 느립니다.</translation>
    </message>
    <message>
        <source>To use an NVIDIA card, run ThoraCAM inside WSL2 (Ubuntu) with `uv run --extra gpu thoracam`.</source>
        <translation>NVIDIA 카드를 쓰려면 WSL2(Ubuntu) 안에서 `uv run --extra gpu thoracam`으로 ThoraCAM을 실행하십시오.</translation>
    </message>
    <message>
        <source>This model does not say for which prevalence its probabilities are stated, so they stay as they are.</source>
        <translation>이 모델은 어떤 유병률을 기준으로 확률을 표시하는지 밝히지 않으므로 확률을 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Analyse this film starts it again.</source>
        <translation>‘이 영상 분석’으로 다시 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>뼈</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>내보냄</translation>
    </message>
    <message>
        <source>Films that were done stay; Pass over films that are done goes on from there.</source>
        <translation>끝난 영상은 남습니다. ‘이미 끝난 영상 건너뛰기’로 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>Findings panel</source>
        <translation>소견 패널</translation>
    </message>
    <message>
        <source>Full screen: film and findings</source>
        <translation>전체 화면: 영상과 소견</translation>
    </message>
    <message>
        <source>Go to the film again to open it.</source>
        <translation>영상으로 다시 가면 열립니다.</translation>
    </message>
    <message>
        <source>Identity and the texts of annotations were left out.</source>
        <translation>환자 정보와 주석의 글은 뺐습니다.</translation>
    </message>
    <message>
        <source>Identity was left out.</source>
        <translation>환자 정보는 뺐습니다.</translation>
    </message>
    <message>
        <source>Layout: film and overlay</source>
        <translation>배치: 영상과 오버레이</translation>
    </message>
    <message>
        <source>Layout: four films</source>
        <translation>배치: 영상 네 장</translation>
    </message>
    <message>
        <source>Layout: one film</source>
        <translation>배치: 영상 한 장</translation>
    </message>
    <message>
        <source>Layout: prior and current</source>
        <translation>배치: 이전 영상과 현재 영상</translation>
    </message>
    <message>
        <source>Left button: magnifier</source>
        <translation>왼쪽 단추: 돋보기</translation>
    </message>
    <message>
        <source>Left button: pan</source>
        <translation>왼쪽 단추: 이동</translation>
    </message>
    <message>
        <source>Left button: window/level</source>
        <translation>왼쪽 단추: 윈도우/레벨</translation>
    </message>
    <message>
        <source>Left button: zoom</source>
        <translation>왼쪽 단추: 확대</translation>
    </message>
    <message>
        <source>List of measurements</source>
        <translation>계측 목록</translation>
    </message>
    <message>
        <source>Lungs</source>
        <translation>폐</translation>
    </message>
    <message>
        <source>Mediastinum</source>
        <translation>종격동</translation>
    </message>
    <message>
        <source>Model not compiled</source>
        <translation>모델이 변환되지 않음</translation>
    </message>
    <message>
        <source>No file manager answers</source>
        <translation>파일 관리자가 응답하지 않음</translation>
    </message>
    <message>
        <source>Nothing was added to the worklist.</source>
        <translation>작업 목록에 더해진 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was printed.</source>
        <translation>인쇄된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>저장된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Open it in your own file manager.</source>
        <translation>직접 쓰는 파일 관리자에서 여십시오.</translation>
    </message>
    <message>
        <source>Own window {}</source>
        <translation>나만의 윈도우 {}</translation>
    </message>
    <message>
        <source>Reports of studies</source>
        <translation>검사별 보고서</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>배치 되돌리기</translation>
    </message>
    <message>
        <source>Reset rotation only</source>
        <translation>회전만 되돌리기</translation>
    </message>
    <message>
        <source>Sent to the printer</source>
        <translation>프린터로 보냄</translation>
    </message>
    <message>
        <source>Show annotations</source>
        <translation>주석 보기</translation>
    </message>
    <message>
        <source>Show the file&apos;s overlay planes</source>
        <translation>파일의 오버레이 평면 보기</translation>
    </message>
    <message>
        <source>Stopped:</source>
        <translation>중지함:</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>요약</translation>
    </message>
    <message>
        <source>The film as shown is on the clipboard, {name} pixels.</source>
        <translation>보이는 대로의 영상이 클립보드에 있습니다, {name} 픽셀.</translation>
    </message>
    <message>
        <source>The heatmaps stay untested.</source>
        <translation>히트맵은 시험되지 않은 채로 남습니다.</translation>
    </message>
    <message>
        <source>The model pack&apos;s network could not be brought into the form that films are read with.</source>
        <translation>모델 팩의 네트워크를 영상 분석에 쓰는 형식으로 바꾸지 못했습니다.</translation>
    </message>
    <message>
        <source>The patient&apos;s identity is in it.</source>
        <translation>환자 정보가 들어 있습니다.</translation>
    </message>
    <message>
        <source>The report is with the printer {name}.</source>
        <translation>보고서를 프린터 {name}(으)로 보냈습니다.</translation>
    </message>
    <message>
        <source>This system opens no folder for another program: {name}.</source>
        <translation>이 시스템은 다른 프로그램을 위해 폴더를 열지 않습니다: {name}.</translation>
    </message>
    <message>
        <source>To use the GPU, run ThoraCAM from its source folder on Linux with `uv run --extra gpu thoracam`.</source>
        <translation>GPU를 쓰려면 Linux의 소스 폴더에서 `uv run --extra gpu thoracam`으로 ThoraCAM을 실행하십시오.</translation>
    </message>
    <message>
        <source>Unlike film: do not trust the numbers</source>
        <translation>아는 영상과 다름: 수치를 믿지 마십시오</translation>
    </message>
    <message>
        <source>Unlike the films this model knows ({share} % of its reference films are nearer; limit {limit} %): do not trust its numbers and heatmaps here.</source>
        <translation>이 모델이 아는 영상과 다릅니다(기준 영상의 {share} %가 더 가까움, 한계 {limit} %). 여기서는 모델의 수치와 히트맵을 믿지 마십시오.</translation>
    </message>
    <message>
        <source>Unlike the films this model knows: do not trust the numbers</source>
        <translation>이 모델이 아는 영상과 다름: 수치를 믿지 마십시오</translation>
    </message>
    <message>
        <source>Use the program with training, which reads such packs by TensorFlow, or ask the pack&apos;s makers for its compiled form (thoracam model compile).</source>
        <translation>이런 팩을 TensorFlow로 읽는 학습 포함 버전을 사용하거나, 팩 제작자에게 변환된 형식(thoracam model compile)을 요청하십시오.</translation>
    </message>
    <message>
        <source>Wait until it has ended, or choose another folder.</source>
        <translation>그 실행이 끝날 때까지 기다리거나 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>What it sent ended the process that takes it.</source>
        <translation>보낸 데이터 때문에 수신 프로세스가 종료되었습니다.</translation>
    </message>
    <message>
        <source>What was drawn and said of this film before cannot be read now; its file “{name}” is left as it is.</source>
        <translation>이 영상에 이전에 그리고 평가한 것을 지금은 읽을 수 없습니다. 파일 “{name}”은(는) 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>What {name} drew and said on this film is shown in blue, as theirs.</source>
        <translation>{name}이(가) 이 영상에 그리고 평가한 것을 그 사람의 것으로 파란색으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Which film has which number stands in a key table beside the folder: keep it apart from what you hand on.</source>
        <translation>어느 영상이 몇 번인지는 폴더 옆의 대응표에 있습니다. 넘겨주는 자료와 따로 보관하세요.</translation>
    </message>
    <message>
        <source>Worklist: by name</source>
        <translation>작업 목록: 이름 순서</translation>
    </message>
    <message>
        <source>Worklist: compact rows</source>
        <translation>작업 목록: 간략한 행</translation>
    </message>
    <message>
        <source>Worklist: most urgent first</source>
        <translation>작업 목록: 긴급한 순서</translation>
    </message>
    <message>
        <source>Worklist: newest first</source>
        <translation>작업 목록: 최신 순서</translation>
    </message>
    <message>
        <source>Window presets …</source>
        <translation>윈도우 프리셋 …</translation>
    </message>
    <message>
        <source>Window: {}</source>
        <translation>윈도우: {}</translation>
    </message>
    <message>
        <source>Worklist panel</source>
        <translation>작업 목록 패널</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Unaided reads</source>
        <translation>AI 없이 한 판독</translation>
    </message>
    <message>
        <source>Reads with AI</source>
        <translation>AI와 함께 판독</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>모두 함께</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>월별</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>모델별</translation>
    </message>
    <message>
        <source>By view</source>
        <translation>촬영 방향별</translation>
    </message>
    <message>
        <source>By device</source>
        <translation>장치별</translation>
    </message>
    <message>
        <source>neither</source>
        <translation>어느 쪽도 아님</translation>
    </message>
    <message>
        <source>above</source>
        <translation>기준 이상</translation>
    </message>
    <message>
        <source>Films of 100; in brackets the 95 % interval. This is agreement, not truth: nobody says here who was right.</source>
        <translation>영상 100개당 개수, 괄호 안은 95 % 구간. 일치도이며 정답이 아닙니다. 누가 옳았는지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Films of 100; in brackets the 95 % interval. The last four columns are by the table of truth.</source>
        <translation>영상 100개당 개수, 괄호 안은 95 % 구간. 마지막 네 열은 정답표를 기준으로 합니다.</translation>
    </message>
    <message>
        <source>Which reads</source>
        <translation>어떤 판독</translation>
    </message>
    <message>
        <source>Told apart</source>
        <translation>구분</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Pack&apos;s operating point</source>
        <translation>모델 팩의 기준점</translation>
    </message>
    <message>
        <source>Site&apos;s operating point</source>
        <translation>기관 기준점</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>기준점</translation>
    </message>
    <message>
        <source>Table of truth …</source>
        <translation>정답표 …</translation>
    </message>
    <message>
        <source>Without truth</source>
        <translation>정답표 없이</translation>
    </message>
    <message>
        <source>Export CSV …</source>
        <translation>CSV로 내보내기 …</translation>
    </message>
    <message>
        <source>Empty …</source>
        <translation>비우기 …</translation>
    </message>
    <message>
        <source>Agreement of reader and model</source>
        <translation>판독자와 모델의 일치</translation>
    </message>
    <message>
        <source>You disagreed with “not sure” {count} times, which says neither; these are in no figure.</source>
        <translation>“불확실”에 {count}번 동의하지 않았으나 어느 쪽인지 알 수 없으므로 수치에 넣지 않았습니다.</translation>
    </message>
    <message>
        <source>{finding}: {count} films behind this number. A double click opens one.</source>
        <translation>{finding}: 이 숫자의 근거 영상 {count}개. 두 번 누르면 열립니다.</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>You</source>
        <translation>판독자</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>모든 모델</translation>
    </message>
    <message>
        <source>No unaided reads yet: “Unaided read” in the View menu begins one; reveal the model to count it.</source>
        <translation>아직 AI 없이 한 판독이 없습니다. 보기 메뉴의 “AI 없이 먼저 판독”으로 시작하고, 모델 결과를 공개하면 셉니다.</translation>
    </message>
    <message>
        <source>No reads with AI yet: the tick and the cross beside a finding count here.</source>
        <translation>아직 AI와 함께한 판독이 없습니다. 소견 옆의 체크와 가위표가 여기에 집계됩니다.</translation>
    </message>
    <message>
        <source>{films} films, {first} to {last}.</source>
        <translation>영상 {films}개, {first} ~ {last}.</translation>
    </message>
    <message>
        <source>You and the model agree on {value} of 100 findings ({low} to {high}).</source>
        <translation>판독자와 모델은 소견 100개 중 {value}개에서 일치합니다 ({low}~{high}).</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>agrees with the model</source>
        <translation>모델에 동의함</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>분석됨</translation>
    </message>
    <message>
        <source>analysis failed</source>
        <translation>분석 실패</translation>
    </message>
    <message>
        <source>another reader</source>
        <translation>다른 판독자</translation>
    </message>
    <message>
        <source>as stated, calibration unknown</source>
        <translation>적힌 값, 보정 여부 모름</translation>
    </message>
    <message>
        <source>at detector</source>
        <translation>검출기 기준</translation>
    </message>
    <message>
        <source>at scanned film</source>
        <translation>스캔한 영상 기준</translation>
    </message>
    <message>
        <source>below</source>
        <translation>기준 미만</translation>
    </message>
    <message>
        <source>by {author}</source>
        <translation>작성: {author}</translation>
    </message>
    <message>
        <source>calibrated by hand</source>
        <translation>직접 보정함</translation>
    </message>
    <message>
        <source>calibrated: fiducial</source>
        <translation>보정됨: 기준 물체</translation>
    </message>
    <message>
        <source>calibrated: geometry</source>
        <translation>보정됨: 기하 구조</translation>
    </message>
    <message>
        <source>calibrated: method not stated</source>
        <translation>보정됨: 방법 없음</translation>
    </message>
    <message>
        <source>chosen in the settings or by --device</source>
        <translation>설정이나 --device로 고름</translation>
    </message>
    <message>
        <source>disagrees with the model</source>
        <translation>모델에 동의하지 않음</translation>
    </message>
    <message>
        <source>drawing</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>estimated from the magnification</source>
        <translation>확대율로 추정</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>in the patient</source>
        <translation>환자 기준</translation>
    </message>
    <message>
        <source>is being analysed</source>
        <translation>분석 중</translation>
    </message>
    <message>
        <source>is not sure about the model&apos;s word</source>
        <translation>모델의 판단을 확신하지 못함</translation>
    </message>
    <message>
        <source>length not given</source>
        <translation>길이 없음</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>모델을 불러오는 중</translation>
    </message>
    <message>
        <source>logit per cell</source>
        <translation>칸당 로짓</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 검사</translation>
    </message>
    <message>
        <source>no NVIDIA driver answers</source>
        <translation>응답하는 NVIDIA 드라이버가 없습니다</translation>
    </message>
    <message>
        <source>no evidence</source>
        <translation>근거 없음</translation>
    </message>
    <message>
        <source>no pixels of the film</source>
        <translation>영상 화소 없음</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치되지 않음</translation>
    </message>
    <message>
        <source>not known on this system</source>
        <translation>이 시스템에서는 알 수 없음</translation>
    </message>
    <message>
        <source>definitely absent</source>
        <translation>확실히 없음</translation>
    </message>
    <message>
        <source>probably absent</source>
        <translation>아마 없음</translation>
    </message>
    <message>
        <source>not sure</source>
        <translation>불확실</translation>
    </message>
    <message>
        <source>probably present</source>
        <translation>아마 있음</translation>
    </message>
    <message>
        <source>definitely present</source>
        <translation>확실히 있음</translation>
    </message>
    <message>
        <source>AI: {percent}, {state}</source>
        <translation>AI: {percent}, {state}</translation>
    </message>
    <message>
        <source>AI: {reason}</source>
        <translation>AI: {reason}</translation>
    </message>
    <message>
        <source>present</source>
        <translation>있음</translation>
    </message>
    <message>
        <source>prior {change}</source>
        <translation>이전 대비 {change}</translation>
    </message>
    <message>
        <source>reading headers</source>
        <translation>헤더 읽는 중</translation>
    </message>
    <message>
        <source>reading the file</source>
        <translation>파일 읽는 중</translation>
    </message>
    <message>
        <source>refused by the film check</source>
        <translation>영상 점검에서 거부됨</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>판독 완료</translation>
    </message>
    <message>
        <source>sensitivity {share}</source>
        <translation>민감도 {share}</translation>
    </message>
    <message>
        <source>specificity {share}</source>
        <translation>특이도 {share}</translation>
    </message>
    <message>
        <source>the NVIDIA driver is too old for the CUDA of TensorFlow</source>
        <translation>NVIDIA 드라이버가 TensorFlow의 CUDA에 비해 오래되었습니다</translation>
    </message>
    <message>
        <source>the heart</source>
        <translation>심장</translation>
    </message>
    <message>
        <source>the installed TensorFlow is built without CUDA</source>
        <translation>설치된 TensorFlow는 CUDA 없이 만들어졌습니다</translation>
    </message>
    <message>
        <source>the installed program comes without the CUDA libraries</source>
        <translation>설치된 프로그램에는 CUDA 라이브러리가 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>the lungs and the pleura</source>
        <translation>폐와 흉막</translation>
    </message>
    <message>
        <source>the mediastinum</source>
        <translation>종격동</translation>
    </message>
    <message>
        <source>the rib cage</source>
        <translation>흉곽</translation>
    </message>
    <message>
        <source>thoracam --help explains every command and option.</source>
        <translation>thoracam --help가 모든 명령과 옵션을 설명합니다.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>기다리는 중</translation>
    </message>
    <message>
        <source>{amount} GB free</source>
        <translation>{amount} GB 비어 있음</translation>
    </message>
    <message>
        <source>{area}  ({count} pixels)</source>
        <translation>{area}  (화소 {count}개)</translation>
    </message>
    <message>
        <source>{author} {word}</source>
        <translation>{author}: {word}</translation>
    </message>
    <message>
        <source>{author}, before the model: {word}</source>
        <translation>{author}, 모델을 보기 전: {word}</translation>
    </message>
    <message>
        <source>{author}, changed since</source>
        <translation>{author}, 이후 변경됨</translation>
    </message>
    <message>
        <source>{author}: {word}</source>
        <translation>{author}: {word}</translation>
    </message>
    <message>
        <source>{finding}: you {call}, model {state}</source>
        <translation>{finding}: 나 {call}, 모델 {state}</translation>
    </message>
    <message>
        <source>{name} files, in</source>
        <translation>파일 {name}개, 위치:</translation>
    </message>
    <message>
        <source>{name}, in</source>
        <translation>{name}, 위치:</translation>
    </message>
    <message>
        <source>{share} % of the strongest evidence lies outside {field}.</source>
        <translation>가장 강한 근거의 {share} %가 {field} 밖에 있습니다.</translation>
    </message>
    <message>
        <source>{state} (operating point {point})</source>
        <translation>{state} (기준점 {point})</translation>
    </message>
    <message>
        <source>{state} (operating point {point}, experimental)</source>
        <translation>{state} (기준점 {point}, 실험적)</translation>
    </message>
    <message>
        <source>{state} (operating point {point}, index)</source>
        <translation>{state} (기준점 {point}, 지수)</translation>
    </message>
    <message>
        <source>{state} (operating point {point}, index, experimental)</source>
        <translation>{state} (기준점 {point}, 지수, 실험적)</translation>
    </message>
    <message>
        <source>{state} ({point})</source>
        <translation>{state} ({point})</translation>
    </message>
    <message>
        <source>{state} ({point}), experimental</source>
        <translation>{state} ({point}), 실험적</translation>
    </message>
    <message>
        <source>{state} ({point}), index</source>
        <translation>{state} ({point}), 지수</translation>
    </message>
    <message>
        <source>{value} mm, given by hand</source>
        <translation>{value} mm, 직접 입력</translation>
    </message>
    <message>
        <source>{value} px, no spacing in the file</source>
        <translation>{value} px, 파일에 간격 없음</translation>
    </message>
    <message>
        <source>{view} view: not meant for this ratio</source>
        <translation>{view} 촬영: 이 비율에 맞지 않습니다</translation>
    </message>
    <message>
        <source>“{name}” asks for more than is allowed, and was refused before anything was read into memory.</source>
        <translation>“{name}”은(는) 허용된 크기를 넘어 메모리로 읽기 전에 거부했습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be shown.</source>
        <translation>“{name}”을(를) 보여 줄 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a file on every system.</source>
        <translation>“{name}”은(는) 일부 시스템에서 파일 이름으로 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” could not be used.</source>
        <translation>“{name}”을(를) 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” could not be written.</source>
        <translation>“{name}”을(를) 쓸 수 없었습니다.</translation>
    </message>
    <message>
        <source>“{name}” holds no picture that could be analysed.</source>
        <translation>“{name}”에는 분석할 수 있는 영상이 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” is DICOM but has no image to show.</source>
        <translation>“{name}”은(는) DICOM이지만 보여 줄 영상이 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” is already there and was left as it is.</source>
        <translation>“{name}”은(는) 이미 있어 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>“{name}” is cut short or corrupt, so none of it is shown.</source>
        <translation>“{name}”은(는) 잘렸거나 손상되어 보여 주지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” is neither DICOM nor a PNG, JPEG or TIFF picture.</source>
        <translation>“{name}”은(는) DICOM도 PNG, JPEG, TIFF 그림도 아닙니다.</translation>
    </message>
    <message>
        <source>“{name}” is not a PNG report of this program.</source>
        <translation>“{name}”은(는) 이 프로그램의 PNG 보고서가 아닙니다.</translation>
    </message>
    <message>
        <source>“{name}” is not as it was written: its picture or its figures were edited.</source>
        <translation>“{name}” 보고서는 작성된 그대로가 아닙니다. 그림이나 수치가 편집되었습니다.</translation>
    </message>
    <message>
        <source>“{name}” is not there, or you may not read it.</source>
        <translation>“{name}”이(가) 없거나 읽을 권한이 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” is stored in a form that nothing in this program decodes.</source>
        <translation>“{name}”은(는) 이 프로그램이 풀 수 없는 형식으로 저장되어 있습니다.</translation>
    </message>
    <message>
        <source>“{name}” was made with another model pack than the one in use.</source>
        <translation>“{name}” 보고서는 현재 사용 중인 것과 다른 모델 팩으로 만들어졌습니다.</translation>
    </message>
    <message>
        <source>Of “{name}”:</source>
        <translation>“{name}” 파일:</translation>
    </message>
    <message>
        <source>Length: first end</source>
        <translation>길이: 첫째 끝</translation>
    </message>
    <message>
        <source>Length: second end</source>
        <translation>길이: 둘째 끝</translation>
    </message>
    <message>
        <source>Angle: end of the first arm</source>
        <translation>각도: 첫째 변의 끝</translation>
    </message>
    <message>
        <source>Angle: vertex</source>
        <translation>각도: 꼭짓점</translation>
    </message>
    <message>
        <source>Angle: end of the second arm</source>
        <translation>각도: 둘째 변의 끝</translation>
    </message>
    <message>
        <source>Cobb: first endplate, one end</source>
        <translation>콥: 첫째 종판, 한쪽 끝</translation>
    </message>
    <message>
        <source>Cobb: first endplate, other end</source>
        <translation>콥: 첫째 종판, 다른 끝</translation>
    </message>
    <message>
        <source>Cobb: second endplate, one end</source>
        <translation>콥: 둘째 종판, 한쪽 끝</translation>
    </message>
    <message>
        <source>Cobb: second endplate, other end</source>
        <translation>콥: 둘째 종판, 다른 끝</translation>
    </message>
    <message>
        <source>Cardiothoracic ratio, 1 of 6: midline, top</source>
        <translation>심흉곽비, 6단계 중 1: 정중선 위쪽</translation>
    </message>
    <message>
        <source>2 of 6: midline, bottom</source>
        <translation>6단계 중 2: 정중선 아래쪽</translation>
    </message>
    <message>
        <source>3 of 6: heart border farthest from the midline, left of the picture</source>
        <translation>6단계 중 3: 정중선에서 가장 먼 심장 경계, 그림 왼쪽</translation>
    </message>
    <message>
        <source>4 of 6: heart border farthest from the midline, right of the picture</source>
        <translation>6단계 중 4: 정중선에서 가장 먼 심장 경계, 그림 오른쪽</translation>
    </message>
    <message>
        <source>5 of 6: widest inner edge of the ribs, left of the picture</source>
        <translation>6단계 중 5: 가장 넓은 갈비뼈 안쪽 가장자리, 그림 왼쪽</translation>
    </message>
    <message>
        <source>6 of 6: widest inner edge of the ribs, right of the picture</source>
        <translation>6단계 중 6: 가장 넓은 갈비뼈 안쪽 가장자리, 그림 오른쪽</translation>
    </message>
    <message>
        <source>Rectangle: one corner</source>
        <translation>사각형: 한 모서리</translation>
    </message>
    <message>
        <source>Rectangle: opposite corner</source>
        <translation>사각형: 맞은편 모서리</translation>
    </message>
    <message>
        <source>Ellipse: one corner of its box</source>
        <translation>타원: 둘러싼 상자의 한 모서리</translation>
    </message>
    <message>
        <source>Ellipse: opposite corner</source>
        <translation>타원: 맞은편 모서리</translation>
    </message>
    <message>
        <source>Polygon: first corner</source>
        <translation>다각형: 첫 꼭짓점</translation>
    </message>
    <message>
        <source>Polygon: next corner; double click or Enter ends it</source>
        <translation>다각형: 다음 꼭짓점; 두 번 클릭하거나 Enter로 끝내기</translation>
    </message>
    <message>
        <source>Arrow: its tail</source>
        <translation>화살표: 시작점</translation>
    </message>
    <message>
        <source>Arrow: what it points at</source>
        <translation>화살표: 가리키는 곳</translation>
    </message>
    <message>
        <source>Text: where it stands</source>
        <translation>글: 놓을 자리</translation>
    </message>
    <message>
        <source>Calibration: one end of a known length</source>
        <translation>보정: 아는 길이의 한쪽 끝</translation>
    </message>
    <message>
        <source>Calibration: the other end</source>
        <translation>보정: 다른 끝</translation>
    </message>
    <message>
        <source>{step}  (Esc ends)</source>
        <translation>{step}  (Esc로 끝내기)</translation>
    </message>
    <message>
        <source>Write the true length, such as 25 or 2.5 cm.</source>
        <translation>실제 길이를 25 또는 2.5 cm처럼 적으세요.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Length in mm</source>
        <translation>길이(mm)</translation>
    </message>
    <message>
        <source>Occlusion: move the patch; wheel: size; let the key go to end</source>
        <translation>가림 시험: 움직여 위치, 휠로 크기, 키를 놓으면 끝</translation>
    </message>
    <message>
        <source>Without this place: …</source>
        <translation>이곳이 없다면: …</translation>
    </message>
    <message>
        <source>Without this place:</source>
        <translation>이곳이 없다면:</translation>
    </message>
    <message>
        <source>({change} points)</source>
        <translation>({change}포인트)</translation>
    </message>
    <message>
        <source>Histogram of the film with its window</source>
        <translation>영상의 히스토그램과 윈도우</translation>
    </message>
    <message>
        <source>Prior film</source>
        <translation>이전 영상</translation>
    </message>
    <message>
        <source>The earlier film is being read.</source>
        <translation>이전 영상을 읽는 중입니다.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>stored {value}</source>
        <translation>저장 {value}</translation>
    </message>
    <message>
        <source>value {value}</source>
        <translation>값 {value}</translation>
    </message>
    <message>
        <source>shown {value}</source>
        <translation>표시 {value}</translation>
    </message>
    <message>
        <source>{share} % of the full scale</source>
        <translation>최대 눈금의 {share} %</translation>
    </message>
    <message>
        <source>Rest absent</source>
        <translation>나머지 없음</translation>
    </message>
    <message>
        <source>Call every finding absent that has no call yet</source>
        <translation>아직 판정하지 않은 소견을 모두 없음으로 판정</translation>
    </message>
    <message>
        <source>Show the model</source>
        <translation>모델 보기</translation>
    </message>
    <message>
        <source>Unaided read: {called} of {count} findings called. + present, ? not sure, − absent</source>
        <translation>AI 없이 판독: 소견 {count}개 중 {called}개 판정. + 있음, ? 불확실, − 없음</translation>
    </message>
    <message>
        <source>Agree with the model</source>
        <translation>모델에 동의</translation>
    </message>
    <message>
        <source>Not sure about the model&apos;s result</source>
        <translation>모델의 결과가 불확실</translation>
    </message>
    <message>
        <source>Disagree with the model</source>
        <translation>모델에 동의하지 않음</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>있음</translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation>불확실</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Note on {finding}</source>
        <translation>{finding} 메모</translation>
    </message>
    <message>
        <source>{word} ({keys} goes on to the next)</source>
        <translation>{word} ({keys}: 다음으로)</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>메모 쓰기</translation>
    </message>
    <message>
        <source>Note (kept on this computer)</source>
        <translation>메모 (이 컴퓨터에 보관)</translation>
    </message>
    <message>
        <source>The program met a fault of its own again; the log has it.</source>
        <translation>프로그램 자체의 오류가 다시 생겼습니다. 기록에 남아 있습니다.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>라이선스: {licence}</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>설명서</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Not opened, since it lies outside the manual: {address}</source>
        <translation>설명서 밖에 있어 열지 않았습니다: {address}</translation>
    </message>
    <message>
        <source>Nothing in the manual has all these words.</source>
        <translation>이 단어가 모두 나오는 곳이 설명서에 없습니다.</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>설명서 검색</translation>
    </message>
    <message>
        <source>Topics of the manual</source>
        <translation>설명서의 주제</translation>
    </message>
    <message>
        <source>{place} of {count} on this page</source>
        <translation>이 페이지의 {count}곳 중 {place}번째</translation>
    </message>
    <message>
        <source>Sides unknown</source>
        <translation>좌우 방향 알 수 없음</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>반전됨</translation>
    </message>
    <message>
        <source>Proposed: Enter accepts, drag corrects, Esc dismisses</source>
        <translation>제안: Enter로 수락, 끌어서 수정, Esc로 취소</translation>
    </message>
    <message>
        <source>Rows stay where they are until you ask</source>
        <translation>요청하기 전에는 행이 움직이지 않습니다</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Analysing the films of the list that nobody opened yet</source>
        <translation>아직 열지 않은 목록의 영상을 분석합니다</translation>
    </message>
    <message>
        <source>Sort again: {count} new</source>
        <translation>다시 정렬: 새 결과 {count}개</translation>
    </message>
    <message>
        <source>All {count} analysed</source>
        <translation>{count}개 모두 분석됨</translation>
    </message>
    <message>
        <source>{known} of {count} analysed</source>
        <translation>{count}개 중 {known}개 분석됨</translation>
    </message>
    <message>
        <source>waits for mains power</source>
        <translation>전원 연결을 기다림</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 중지됨</translation>
    </message>
    <message>
        <source>{missing} missing in this order</source>
        <translation>이 순서에 {missing}개 빠짐</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count}개 실패</translation>
    </message>
    <message>
        <source>Million pixels in a frame</source>
        <translation>한 프레임의 백만 픽셀 수</translation>
    </message>
    <message>
        <source>Gigabytes of decoded pixels</source>
        <translation>풀린 픽셀의 기가바이트</translation>
    </message>
    <message>
        <source>Sequences within sequences</source>
        <translation>시퀀스 안의 시퀀스</translation>
    </message>
    <message>
        <source>Data elements before the pixels</source>
        <translation>픽셀 앞의 데이터 요소</translation>
    </message>
    <message>
        <source>Print report</source>
        <translation>보고서 인쇄</translation>
    </message>
    <message>
        <source>Print film in real size</source>
        <translation>실제 크기로 영상 인쇄</translation>
    </message>
    <message>
        <source>Choose a printer …</source>
        <translation>프린터 고르기 …</translation>
    </message>
    <message>
        <source>Known length …</source>
        <translation>아는 길이 …</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>이름 바꾸기 …</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Put the label back</source>
        <translation>글을 제자리로</translation>
    </message>
    <message>
        <source>Belongs to finding</source>
        <translation>해당 소견</translation>
    </message>
    <message>
        <source>Window presets</source>
        <translation>윈도우 프리셋</translation>
    </message>
    <message>
        <source>Name of the window in use</source>
        <translation>지금 쓰는 윈도우의 이름</translation>
    </message>
    <message>
        <source>Keep the window in use</source>
        <translation>지금 쓰는 윈도우 저장</translation>
    </message>
    <message>
        <source>Presets fit any film: they are kept as shares of its own window. Keys: Edit keys.</source>
        <translation>프리셋은 어느 영상에나 맞습니다. 영상 고유의 윈도우에 대한 비율로 저장됩니다. 단축키는 &apos;단축키 편집&apos;에서 바꿉니다.</translation>
    </message>
    <message>
        <source>Name of preset {number}</source>
        <translation>프리셋 {number}의 이름</translation>
    </message>
    <message>
        <source>width {width} %, level {shift} %</source>
        <translation>너비 {width} %, 레벨 {shift} %</translation>
    </message>
    <message>
        <source>Film of the worklist</source>
        <translation>작업 목록의 영상</translation>
    </message>
    <message>
        <source>Drag to share the room; double click for equal parts</source>
        <translation>끌어서 너비를 나누고, 두 번 클릭하면 똑같이 나뉩니다</translation>
    </message>
    <message>
        <source>No window of your own is kept here: Film &gt; Window &gt; Window presets.</source>
        <translation>여기에 저장한 나만의 윈도우가 없습니다: 영상 &gt; 윈도우 &gt; 윈도우 프리셋.</translation>
    </message>
    <message>
        <source>About these numbers</source>
        <translation>이 수치에 관하여</translation>
    </message>
    <message>
        <source>No pneumothorax.</source>
        <translation>기흉 없음.</translation>
    </message>
    <message>
        <source>No pleural effusion.</source>
        <translation>흉막 삼출 없음.</translation>
    </message>
    <message>
        <source>No rib fracture seen.</source>
        <translation>늑골 골절 보이지 않음.</translation>
    </message>
    <message>
        <source>Heart and mediastinum not widened.</source>
        <translation>심장과 종격동 확장 없음.</translation>
    </message>
    <message>
        <source>No change since the prior film.</source>
        <translation>이전 영상과 비교하여 변화 없음.</translation>
    </message>
    <message>
        <source>Clinical correlation advised.</source>
        <translation>임상 소견과의 비교를 권함.</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>결론</translation>
    </message>
    <message>
        <source>What you make of this film, in your own words</source>
        <translation>이 영상에 대한 판독자 자신의 결론</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>문구</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>삽입</translation>
    </message>
    <message>
        <source>Keep as a phrase</source>
        <translation>문구로 저장</translation>
    </message>
    <message>
        <source>Remove phrase</source>
        <translation>문구 삭제</translation>
    </message>
    <message>
        <source>The selected text, or all of it, becomes a phrase of your own.</source>
        <translation>선택한 글, 또는 글 전체가 나의 문구가 됩니다.</translation>
    </message>
    <message>
        <source>Too long: {count} letters at most.</source>
        <translation>너무 깁니다: 최대 {count}자.</translation>
    </message>
    <message>
        <source>Your own words: they go into reports, and are left out with the patient&apos;s identity.</source>
        <translation>판독자가 직접 쓴 글입니다. 보고서에 들어가며, 환자 정보를 뺄 때 함께 빠집니다.</translation>
    </message>
    <message>
        <source>What both models say</source>
        <translation>두 모델의 결과</translation>
    </message>
    <message>
        <source>They agree in {count} of {all} findings that both judge.</source>
        <translation>두 모델이 모두 판정한 소견 {all}개 중 {count}개에서 일치합니다.</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>소견</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>일치</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>DICOM</source>
        <translation>DICOM</translation>
    </message>
    <message>
        <source>DICOMweb</source>
        <translation>DICOMweb</translation>
    </message>
    <message>
        <source>Name and password</source>
        <translation>이름과 비밀번호</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>베어러 토큰</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>프로토콜</translation>
    </message>
    <message>
        <source>AE title</source>
        <translation>AE 타이틀</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>호스트</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>포트</translation>
    </message>
    <message>
        <source>Patience for a connection</source>
        <translation>연결 대기 시간</translation>
    </message>
    <message>
        <source>Patience for an answer</source>
        <translation>응답 대기 시간</translation>
    </message>
    <message>
        <source>Our AE title</source>
        <translation>우리 AE 타이틀</translation>
    </message>
    <message>
        <source>Send compressed films uncompressed</source>
        <translation>압축된 영상을 압축 해제하여 보내기</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>로그인</translation>
    </message>
    <message>
        <source>Password or token</source>
        <translation>비밀번호 또는 토큰</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s keyring alone</source>
        <translation>시스템 키링에만 저장됩니다</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Check its certificate</source>
        <translation>노드 인증서 확인</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>인증 기관</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>우리 인증서</translation>
    </message>
    <message>
        <source>Key of our certificate</source>
        <translation>우리 인증서의 키</translation>
    </message>
    <message>
        <source>Nodes of the network</source>
        <translation>네트워크 노드</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>노드 목록</translation>
    </message>
    <message>
        <source>New</source>
        <translation>새로 만들기</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>시험</translation>
    </message>
    <message>
        <source>Priors are fetched from</source>
        <translation>과거 영상을 가져올 노드</translation>
    </message>
    <message>
        <source>without a click</source>
        <translation>클릭 없이</translation>
    </message>
    <message>
        <source>no node</source>
        <translation>노드 없음</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>요청하는 중 …</translation>
    </message>
    <message>
        <source>Receive films</source>
        <translation>영상 수신</translation>
    </message>
    <message>
        <source>Films are kept in</source>
        <translation>영상 저장 위치</translation>
    </message>
    <message>
        <source>Who may send</source>
        <translation>송신 허용 대상</translation>
    </message>
    <message>
        <source>One AE@ADDRESS a line; empty: programs of this computer alone</source>
        <translation>한 줄에 AE@ADDRESS 하나. 비워 두면 이 컴퓨터의 프로그램만 허용합니다</translation>
    </message>
    <message>
        <source>Results go back to</source>
        <translation>결과를 돌려보낼 노드</translation>
    </message>
    <message>
        <source>Empty: no TLS</source>
        <translation>비워 두면 TLS를 쓰지 않음</translation>
    </message>
    <message>
        <source>Empty: it is with the certificate</source>
        <translation>비워 두면 인증서 파일에 포함된 키 사용</translation>
    </message>
    <message>
        <source>With one, senders need a certificate of its</source>
        <translation>지정하면 이 기관이 발급한 인증서를 가진 송신자만 허용</translation>
    </message>
    <message>
        <source>Authority of senders</source>
        <translation>송신자 인증 기관</translation>
    </message>
    <message>
        <source>Start receiving</source>
        <translation>수신 시작</translation>
    </message>
    <message>
        <source>Stop receiving</source>
        <translation>수신 중지</translation>
    </message>
    <message>
        <source>Objects that came: {kept}; again: {again}; in quarantine: {quarantined}; refused: {refused}.</source>
        <translation>도착한 객체: {kept}, 중복: {again}, 격리: {quarantined}, 거부: {refused}.</translation>
    </message>
    <message>
        <source>Receiving. What comes joins the worklist.</source>
        <translation>수신 중. 들어온 영상은 워크리스트에 추가됩니다.</translation>
    </message>
    <message>
        <source>Off. Nobody is listened to.</source>
        <translation>꺼짐. 아무것도 수신하지 않습니다.</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>감시 폴더</translation>
    </message>
    <message>
        <source>Folder to look into</source>
        <translation>살펴볼 폴더</translation>
    </message>
    <message>
        <source>Results into</source>
        <translation>결과 저장 폴더</translation>
    </message>
    <message>
        <source>Empty: no reports are written</source>
        <translation>비워 두면 보고서를 쓰지 않음</translation>
    </message>
    <message>
        <source>Start looking</source>
        <translation>감시 시작</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>감시 중지</translation>
    </message>
    <message>
        <source>Looking. Films that have stopped growing join the worklist; nothing there is changed.</source>
        <translation>감시 중. 더 커지지 않는 영상이 워크리스트에 추가되며, 폴더의 내용은 바뀌지 않습니다.</translation>
    </message>
    <message>
        <source>Looking. Films that have stopped growing join the worklist, and their results are written.</source>
        <translation>감시 중. 더 커지지 않는 영상이 워크리스트에 추가되고 그 결과가 저장됩니다.</translation>
    </message>
    <message>
        <source>Off.</source>
        <translation>꺼짐.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>그런 폴더가 없습니다.</translation>
    </message>
    <message>
        <source>Results go into a folder outside the one that is watched.</source>
        <translation>결과 저장 폴더는 감시하는 폴더 밖에 있어야 합니다.</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>환자</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>환자 ID</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>생년월일</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>모달리티</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>접수 번호</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>보냄</translation>
    </message>
    <message>
        <source>received</source>
        <translation>받음</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>조회함</translation>
    </message>
    <message>
        <source>fetched</source>
        <translation>가져옴</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>응답함</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>응답함</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>저장됨</translation>
    </message>
    <message>
        <source>was there already</source>
        <translation>이미 있음</translation>
    </message>
    <message>
        <source>told as safe</source>
        <translation>보관 확인 통보</translation>
    </message>
    <message>
        <source>Record of the network</source>
        <translation>네트워크 기록</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>객체 수</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Study or object</source>
        <translation>검사 또는 객체</translation>
    </message>
    <message>
        <source>Nothing was done on the network yet.</source>
        <translation>네트워크에서 한 작업이 아직 없습니다.</translation>
    </message>
    <message>
        <source>No names; UIDs as hashes. It is kept in {file}.</source>
        <translation>이름은 없고 UID는 해시로 저장합니다. 저장 위치: {file}</translation>
    </message>
    <message>
        <source>Search and retrieve</source>
        <translation>검색 및 가져오기</translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation>환자 이름</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Expected today</source>
        <translation>오늘 예정</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>이전 페이지</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>다음 페이지</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>The beginning of the name, or with * and ?</source>
        <translation>이름의 앞부분, 또는 *와 ? 사용</translation>
    </message>
    <message>
        <source>2026-11-28, 2026-11-01..2026-11-28, 7d or today</source>
        <translation>2026-11-28, 2026-11-01..2026-11-28, 7d 또는 today</translation>
    </message>
    <message>
        <source>Studies on page {page}: {count}.</source>
        <translation>{page}쪽 검사: {count}건.</translation>
    </message>
    <message>
        <source>No study matches.</source>
        <translation>일치하는 검사가 없습니다.</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>도착함</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>예정</translation>
    </message>
    <message>
        <source>Series {number}</source>
        <translation>시리즈 {number}</translation>
    </message>
    <message>
        <source>Object {number}</source>
        <translation>객체 {number}</translation>
    </message>
    <message>
        <source>{count} examinations are planned, of {here} films are here.</source>
        <translation>계획된 검사 {count}건, 그중 {here}건의 영상이 있습니다.</translation>
    </message>
    <message>
        <source>Saved. The server or login is another one: type the password or token anew.</source>
        <translation>저장했습니다. 서버나 로그인이 바뀌었으므로 비밀번호나 토큰을 다시 입력하십시오.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>저장했습니다.</translation>
    </message>
    <message>
        <source>{node} answers, in {seconds} s.</source>
        <translation>{node} 응답함, {seconds}초.</translation>
    </message>
    <message>
        <source>Agree, of 100</source>
        <translation>일치 (100개당)</translation>
    </message>
    <message>
        <source>Both say present, or both absent, of the films on which neither was unsure.</source>
        <translation>둘 다 확실했던 영상 가운데 둘 다 있음 또는 둘 다 없음으로 본 비율.</translation>
    </message>
    <message>
        <source>Both present</source>
        <translation>둘 다 있음</translation>
    </message>
    <message>
        <source>You say present, the model above.</source>
        <translation>판독자는 있음, 모델은 기준점 이상.</translation>
    </message>
    <message>
        <source>Both absent</source>
        <translation>둘 다 없음</translation>
    </message>
    <message>
        <source>You say absent, the model below.</source>
        <translation>판독자는 없음, 모델은 기준점 미만.</translation>
    </message>
    <message>
        <source>Model alone</source>
        <translation>모델만</translation>
    </message>
    <message>
        <source>The model says above, you absent: a false call, as you read. Of 100 films.</source>
        <translation>모델은 기준점 이상, 판독자는 없음. 판독자 기준의 위양성. 영상 100개당.</translation>
    </message>
    <message>
        <source>Reader alone</source>
        <translation>판독자만</translation>
    </message>
    <message>
        <source>You say present, the model below: a miss of the model, as you read. Of 100 films.</source>
        <translation>판독자는 있음, 모델은 기준점 미만. 판독자 기준으로 모델이 놓친 것. 영상 100개당.</translation>
    </message>
    <message>
        <source>You or the model were not sure. Of 100 films.</source>
        <translation>판독자나 모델이 불확실. 영상 100개당.</translation>
    </message>
    <message>
        <source>Model: sensitivity</source>
        <translation>모델: 민감도</translation>
    </message>
    <message>
        <source>Above, of 100 films that have the finding by the table of truth.</source>
        <translation>정답표에서 소견이 있는 영상 100개 중 기준점 이상.</translation>
    </message>
    <message>
        <source>Model: specificity</source>
        <translation>모델: 특이도</translation>
    </message>
    <message>
        <source>Not above, of 100 films that do not have it.</source>
        <translation>소견이 없는 영상 100개 중 기준점 이상이 아닌 것.</translation>
    </message>
    <message>
        <source>Reader: sensitivity</source>
        <translation>판독자: 민감도</translation>
    </message>
    <message>
        <source>Present, of 100 films that have the finding by the table of truth.</source>
        <translation>정답표에서 소견이 있는 영상 100개 중 있음.</translation>
    </message>
    <message>
        <source>Reader: specificity</source>
        <translation>판독자: 특이도</translation>
    </message>
    <message>
        <source>Not present, of 100 films that do not have it.</source>
        <translation>소견이 없는 영상 100개 중 있음이 아닌 것.</translation>
    </message>
    <message>
        <source>Heatmap: hits</source>
        <translation>히트맵: 적중</translation>
    </message>
    <message>
        <source>The heatmap is hottest inside the region that you drew for the finding, or hot where your arrow leads to. Of 100 regions.</source>
        <translation>소견에 대해 직접 그린 영역 안에 히트맵의 가장 뜨거운 곳이 있거나, 화살표가 가리키는 곳이 뜨거운 경우. 영역 100개 기준.</translation>
    </message>
    <message>
        <source>Heatmap: overlap</source>
        <translation>히트맵: 겹침</translation>
    </message>
    <message>
        <source>The median overlap of the heatmap with the regions that you drew: intersection over union.</source>
        <translation>히트맵과 직접 그린 영역이 겹치는 정도의 중앙값(교집합/합집합).</translation>
    </message>
    <message>
        <source>{count} of {all} films</source>
        <translation>영상 {all}개 중 {count}개</translation>
    </message>
    <message>
        <source>Hit: {count} of {all} regions</source>
        <translation>적중: 영역 {all}개 중 {count}개</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>구분</translation>
    </message>
    <message>
        <source>How it does here</source>
        <translation>이곳에서의 성능</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>일치</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>“{name}” is not where it was. Open the folder where it lies now.</source>
        <translation>“{name}”이(가) 원래 자리에 없습니다. 지금 있는 폴더를 여십시오.</translation>
    </message>
    <message>
        <source>Table of truth: film, accession or hash, and a column for each finding</source>
        <translation>정답표: film, accession 또는 hash 열과 소견별 열</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Outcomes of {films} films were taken; {unknown} rows are of films that are not here.</source>
        <translation>영상 {films}개의 결과를 가져왔습니다. {unknown}개 행은 이곳에 없는 영상입니다.</translation>
    </message>
    <message>
        <source>{count} rows were left out: several films bear that name.</source>
        <translation>{count}개 행은 같은 이름의 영상이 여럿이어서 제외했습니다.</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>수치 내보내기</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>저장함: {name}</translation>
    </message>
    <message>
        <source>Forget all that was counted here? Annotations, assessments and reports stay.</source>
        <translation>이곳에서 센 것을 모두 지울까요? 주석, 평가, 보고서는 남습니다.</translation>
    </message>
    <message>
        <source>Empty the ledger</source>
        <translation>장부 비우기</translation>
    </message>
    <message>
        <source>Scores of own films</source>
        <translation>자체 영상의 점수</translation>
    </message>
    <message>
        <source>Normals: {count}</source>
        <translation>정상: {count}</translation>
    </message>
    <message>
        <source>Positives: {count}</source>
        <translation>소견 있음: {count}</translation>
    </message>
    <message>
        <source>Site thresholds</source>
        <translation>기관 기준점</translation>
    </message>
    <message>
        <source>Folder of own normal films, or of their results</source>
        <translation>자체 정상 영상 또는 그 결과의 폴더</translation>
    </message>
    <message>
        <source>Folder of own films with this finding, or of their results</source>
        <translation>이 소견이 있는 자체 영상 또는 그 결과의 폴더</translation>
    </message>
    <message>
        <source>Collecting scores …</source>
        <translation>점수를 모으는 중 …</translation>
    </message>
    <message>
        <source>Normals and positives are what you called in unaided reads: your word, not the truth.</source>
        <translation>정상과 소견 있음은 AI 없이 판독할 때 판독자가 정한 것으로, 판독자의 의견이며 정답이 아닙니다.</translation>
    </message>
    <message>
        <source>{films} films, of which the film check refused {refused}; {unlike} are unlike the model&apos;s films.</source>
        <translation>영상 {films}개, 그중 영상 검사에서 거부됨 {refused}개, 모델이 아는 영상과 다름 {unlike}개.</translation>
    </message>
    <message>
        <source>Export site thresholds</source>
        <translation>기관 기준점 내보내기</translation>
    </message>
    <message>
        <source>Import site thresholds</source>
        <translation>기관 기준점 가져오기</translation>
    </message>
    <message>
        <source>Model {name} ({hash}).</source>
        <translation>모델 {name} ({hash}).</translation>
    </message>
    <message>
        <source>{have} normals: {missing} more are needed for {wanted} false calls per 100.</source>
        <translation>정상 {have}개: 100개당 위양성 {wanted}개를 위해 {missing}개가 더 필요합니다.</translation>
    </message>
    <message>
        <source>“Not sure” band of own films: {normals} normals and {positives} positives are missing</source>
        <translation>자체 영상의 “불확실” 구간: 정상 {normals}개, 소견 있음 {positives}개가 모자람</translation>
    </message>
    <message>
        <source>“Not sure” band of own films: errs on at most 10 of 100 films of each kind</source>
        <translation>자체 영상의 “불확실” 구간: 각 종류의 영상 100개 중 최대 10개에서 틀림</translation>
    </message>
    <message>
        <source>No site thresholds are in force for it.</source>
        <translation>적용 중인 기관 기준점이 없습니다.</translation>
    </message>
    <message>
        <source>In force: {count} findings, tuned {day}, signed off by {name} on {signed}.</source>
        <translation>적용 중: 소견 {count}개, {day}에 맞춤, {signed}에 {name} 승인.</translation>
    </message>
    <message>
        <source>In force: {count} findings, tuned {day}, not signed off.</source>
        <translation>적용 중: 소견 {count}개, {day}에 맞춤, 승인 없음.</translation>
    </message>
    <message>
        <source>{wanted} false calls per 100 normals intended. {normals} normals leave between {low} and {high} (in nine of ten such samples).</source>
        <translation>정상 100개당 위양성 {wanted}개를 목표로 합니다. 정상 {normals}개로는 {low}~{high}개 사이입니다 (그런 표본 열 중 아홉).</translation>
    </message>
    <message>
        <source>Without positives nobody knows how many it finds.</source>
        <translation>소견이 있는 영상이 없으면 몇 개를 찾는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>It calls {hits} of {positives} positives ({low} to {high} of 100).</source>
        <translation>소견이 있는 {positives}개 중 {hits}개를 찾습니다 (100개당 {low}~{high}).</translation>
    </message>
    <message>
        <source>The films chosen</source>
        <translation>선택한 영상</translation>
    </message>
    <message>
        <source>The open film</source>
        <translation>열린 영상</translation>
    </message>
    <message>
        <source>The films selected in the worklist</source>
        <translation>워크리스트에서 선택한 영상</translation>
    </message>
    <message>
        <source>All films of this study</source>
        <translation>이 검사의 모든 영상</translation>
    </message>
    <message>
        <source>All films listed</source>
        <translation>목록의 모든 영상</translation>
    </message>
    <message>
        <source>What was exported last: {name}</source>
        <translation>마지막으로 내보낸 것: {name}</translation>
    </message>
    <message>
        <source>Open document</source>
        <translation>문서 열기</translation>
    </message>
    <message>
        <source>The document opens in the system&apos;s viewer, outside this program, from a private copy that is deleted when this program ends. It may show the patient&apos;s identity.</source>
        <translation>문서는 이 프로그램 밖의 시스템 뷰어에서 개인 사본으로 열리며, 사본은 프로그램이 끝날 때 삭제됩니다. 환자 신원이 보일 수 있습니다.</translation>
    </message>
    <message>
        <source>Open in the system&apos;s viewer</source>
        <translation>시스템 뷰어에서 열기</translation>
    </message>
    <message>
        <source>This system has no viewer for PDF.</source>
        <translation>이 시스템에는 PDF 뷰어가 없습니다.</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>다른 프로그램</translation>
    </message>
    <message>
        <source>Presentation and objects of other programs</source>
        <translation>다른 프로그램의 표시 상태와 객체</translation>
    </message>
    <message>
        <source>Presentation states, segmentations and reports of other programs</source>
        <translation>다른 프로그램의 표시 상태, 분할, 보고서</translation>
    </message>
    <message>
        <source>As stored ({count} of others)</source>
        <translation>저장된 그대로 (다른 것 {count}개)</translation>
    </message>
    <message>
        <source>Of other programs: {count}</source>
        <translation>다른 프로그램: {count}개</translation>
    </message>
    <message>
        <source>As stored</source>
        <translation>저장된 그대로</translation>
    </message>
    <message>
        <source>Panel of other programs …</source>
        <translation>다른 프로그램 패널 …</translation>
    </message>
    <message>
        <source>Objects of other programs</source>
        <translation>다른 프로그램의 객체</translation>
    </message>
    <message>
        <source>No object of another program speaks of this film.</source>
        <translation>이 영상에 관한 다른 프로그램의 객체가 없습니다.</translation>
    </message>
    <message>
        <source>None of it is this program&apos;s word.</source>
        <translation>이 프로그램의 판단이 아닙니다.</translation>
    </message>
    <message>
        <source>Opacity of segments</source>
        <translation>분할의 불투명도</translation>
    </message>
    <message>
        <source>The film as its file says, without any presentation state</source>
        <translation>표시 상태 없이 파일이 말하는 그대로의 영상</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>열기 …</translation>
    </message>
    <message>
        <source>The whole report, or the document in the system&apos;s viewer</source>
        <translation>보고서 전체, 또는 시스템 뷰어에서 문서</translation>
    </message>
    <message>
        <source>Of other programs</source>
        <translation>다른 프로그램</translation>
    </message>
    <message>
        <source>{count} more were not looked at.</source>
        <translation>{count}개는 더 살펴보지 않았습니다.</translation>
    </message>
    <message>
        <source>Ticked: its region is drawn on the film</source>
        <translation>선택하면 영상에 그 영역을 그립니다</translation>
    </message>
    <message>
        <source>Presentation state</source>
        <translation>표시 상태</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>문서</translation>
    </message>
    <message>
        <source>Share of each pixel</source>
        <translation>픽셀별 점유율</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>일부</translation>
    </message>
    <message>
        <source>final</source>
        <translation>최종</translation>
    </message>
    <message>
        <source>preliminary</source>
        <translation>예비</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>확인됨</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>확인 안 됨</translation>
    </message>
    <message>
        <source>Made by {name}</source>
        <translation>제작: {name}</translation>
    </message>
    <message>
        <source>Person: {name}</source>
        <translation>작성자: {name}</translation>
    </message>
    <message>
        <source>Algorithm: {name}</source>
        <translation>알고리즘: {name}</translation>
    </message>
    <message>
        <source>Observer: {name}</source>
        <translation>관찰자: {name}</translation>
    </message>
    <message>
        <source>Status: {name}</source>
        <translation>상태: {name}</translation>
    </message>
    <message>
        <source>Its shades mean: {name}</source>
        <translation>농담의 뜻: {name}</translation>
    </message>
    <message>
        <source>Report of another program</source>
        <translation>다른 프로그램의 보고서</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Items of the report</source>
        <translation>보고서 항목</translation>
    </message>
    <message>
        <source>Reader study</source>
        <translation>판독자 연구</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>연구</translation>
    </message>
    <message>
        <source>Reader&apos;s code</source>
        <translation>판독자 코드</translation>
    </message>
    <message>
        <source>for instance R1; no name</source>
        <translation>예: R1. 이름은 쓰지 않습니다</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>선택 …</translation>
    </message>
    <message>
        <source>New study …</source>
        <translation>새 연구 …</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>The same films are read without the model and with it, rated and timed. Choose a study, or make one of the films that are open.</source>
        <translation>같은 영상을 모델 없이, 그리고 모델과 함께 판독하여 평점과 시간을 기록합니다. 연구를 선택하거나, 열려 있는 영상으로 연구를 만드십시오.</translation>
    </message>
    <message>
        <source>Give your code: letters and digits, no name.</source>
        <translation>코드를 입력하십시오: 영문자와 숫자만 쓰고, 이름은 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Reader study (*.toml)</source>
        <translation>판독자 연구 (*.toml)</translation>
    </message>
    <message>
        <source>{films} films, rated {low} to {high}</source>
        <translation>영상 {films}개, 평점 {low}~{high}</translation>
    </message>
    <message>
        <source>Findings: {findings}</source>
        <translation>소견: {findings}</translation>
    </message>
    <message>
        <source>Arms: {arms}</source>
        <translation>판독 조건: {arms}</translation>
    </message>
    <message>
        <source>Days between sessions: {days}</source>
        <translation>회차 사이 일수: {days}</translation>
    </message>
    <message>
        <source>You have read this study.</source>
        <translation>이 연구의 판독을 마쳤습니다.</translation>
    </message>
    <message>
        <source>Session {number} of {count} opens on {date}: so many days between arms were agreed.</source>
        <translation>{count}회 중 {number}회차는 {date}에 열립니다. 조건 사이의 휴지 기간이 정해져 있습니다.</translation>
    </message>
    <message>
        <source>Session {number} of {count}: {done} of {total} films are read.</source>
        <translation>{count}회 중 {number}회차: 영상 {total}개 중 {done}개를 판독했습니다.</translation>
    </message>
    <message>
        <source>Unaided</source>
        <translation>모델 없이</translation>
    </message>
    <message>
        <source>AI first: its word from the start</source>
        <translation>AI 먼저: 처음부터 판단을 표시</translation>
    </message>
    <message>
        <source>AI second: an unaided read, then its word</source>
        <translation>AI 나중: 모델 없이 판독한 뒤 판단을 표시</translation>
    </message>
    <message>
        <source>New reader study</source>
        <translation>새 판독자 연구</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>Table of what is true</source>
        <translation>정답 표</translation>
    </message>
    <message>
        <source>none; it is kept apart from the study</source>
        <translation>없음. 연구와 따로 보관합니다</translation>
    </message>
    <message>
        <source>Show heatmaps with the model&apos;s word</source>
        <translation>모델의 판단과 함께 히트맵 표시</translation>
    </message>
    <message>
        <source>Each session holds all arms, on different films</source>
        <translation>회차마다 모든 조건을 서로 다른 영상에 적용</translation>
    </message>
    <message>
        <source>Readers may go back to a film</source>
        <translation>이전 영상으로 돌아갈 수 있음</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>척도</translation>
    </message>
    <message>
        <source>Five steps of confidence</source>
        <translation>확신도 5단계</translation>
    </message>
    <message>
        <source>0 to 100</source>
        <translation>0~100</translation>
    </message>
    <message>
        <source>Days between sessions</source>
        <translation>회차 사이 일수</translation>
    </message>
    <message>
        <source>Seed of every order</source>
        <translation>순서의 시드</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>소견</translation>
    </message>
    <message>
        <source>Arms</source>
        <translation>판독 조건</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>저장 …</translation>
    </message>
    <message>
        <source>{count} films are open: they become the study.</source>
        <translation>열려 있는 영상 {count}개로 연구를 만듭니다.</translation>
    </message>
    <message>
        <source>Choose a finding.</source>
        <translation>소견을 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose an arm.</source>
        <translation>판독 조건을 선택하십시오.</translation>
    </message>
    <message>
        <source>Open the films of the study first.</source>
        <translation>먼저 연구에 쓸 영상을 여십시오.</translation>
    </message>
    <message>
        <source>Save the study</source>
        <translation>연구 저장</translation>
    </message>
    <message>
        <source>Go on (Enter)</source>
        <translation>계속 (Enter)</translation>
    </message>
    <message>
        <source>Stop for today</source>
        <translation>오늘은 그만</translation>
    </message>
    <message>
        <source>Begin (Enter)</source>
        <translation>시작 (Enter)</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>나중에</translation>
    </message>
    <message>
        <source>The film is coming …</source>
        <translation>영상을 불러오는 중 …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Still to rate: {finding}</source>
        <translation>아직 평가하지 않음: {finding}</translation>
    </message>
    <message>
        <source>This study does not let you go back here.</source>
        <translation>이 연구에서는 여기서 뒤로 갈 수 없습니다.</translation>
    </message>
    <message>
        <source>You read without the model: nothing of it is shown.</source>
        <translation>모델 없이 판독합니다. 모델에 관한 것은 아무것도 표시하지 않습니다.</translation>
    </message>
    <message>
        <source>The model&apos;s word is shown from the start.</source>
        <translation>처음부터 모델의 판단을 표시합니다.</translation>
    </message>
    <message>
        <source>First you read without the model. Once all is rated its word appears, and you may revise your ratings.</source>
        <translation>먼저 모델 없이 판독합니다. 모두 평가하면 모델의 판단이 나타나며, 평점을 고칠 수 있습니다.</translation>
    </message>
    <message>
        <source>Heatmaps are shown too; M hides and shows them.</source>
        <translation>히트맵도 표시합니다. M으로 숨기거나 다시 봅니다.</translation>
    </message>
    <message>
        <source>0 definitely absent … 100 definitely present</source>
        <translation>0 확실히 없음 … 100 확실히 있음</translation>
    </message>
    <message>
        <source>1 to 5 rate a finding</source>
        <translation>1~5: 소견 평가</translation>
    </message>
    <message>
        <source>Digits rate a finding, Enter goes to the next</source>
        <translation>숫자: 소견 평가, Enter: 다음 소견</translation>
    </message>
    <message>
        <source>Enter: next film</source>
        <translation>Enter: 다음 영상</translation>
    </message>
    <message>
        <source>Up, Down: another finding</source>
        <translation>위, 아래: 다른 소견</translation>
    </message>
    <message>
        <source>Backspace: the film before</source>
        <translation>Backspace: 이전 영상</translation>
    </message>
    <message>
        <source>Page up: the film before</source>
        <translation>Page up: 이전 영상</translation>
    </message>
    <message>
        <source>I: invert</source>
        <translation>I: 흑백 반전</translation>
    </message>
    <message>
        <source>Space: reset view</source>
        <translation>Space: 보기 초기화</translation>
    </message>
    <message>
        <source>Esc: pause</source>
        <translation>Esc: 일시정지</translation>
    </message>
    <message>
        <source>{count} films: {arm}</source>
        <translation>영상 {count}개: {arm}</translation>
    </message>
    <message>
        <source>The clock runs while you see a film, and stands still when you pause.</source>
        <translation>시간은 영상이 보이는 동안에만 재고, 일시정지하면 멈춥니다.</translation>
    </message>
    <message>
        <source>The clock stands still and the film is hidden. Everything you rated is kept.</source>
        <translation>시간이 멈추고 영상은 가려졌습니다. 평가한 내용은 모두 저장되어 있습니다.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시정지</translation>
    </message>
    <message>
        <source>Another window is in front. The film comes back, and the clock goes on, with this one.</source>
        <translation>다른 창이 앞에 있습니다. 이 창으로 돌아오면 영상이 다시 나타나고 시간이 이어집니다.</translation>
    </message>
    <message>
        <source>This session is read</source>
        <translation>이번 회차를 마쳤습니다</translation>
    </message>
    <message>
        <source>Every film is read in every arm. Give the file “{name}” to whoever runs the study.</source>
        <translation>모든 영상을 모든 조건에서 판독했습니다. “{name}” 파일을 연구 책임자에게 전하십시오.</translation>
    </message>
    <message>
        <source>The study is read</source>
        <translation>연구 판독을 마쳤습니다</translation>
    </message>
    <message>
        <source>● Use is recorded</source>
        <translation>● 사용 기록 중</translation>
    </message>
    <message>
        <source>Record of use: {count} lines, without identity. Settings end it; thoracam record verify checks it.</source>
        <translation>사용 기록: {count}줄, 신원 정보 없음. 설정에서 끌 수 있으며, thoracam record verify로 검증합니다.</translation>
    </message>
    <message>
        <source>Hidden until the unaided read is revealed.</source>
        <translation>AI 없이 판독하는 동안에는 모델을 공개할 때까지 숨겨집니다.</translation>
    </message>
    <message>
        <source>No film in the index is like this one yet: films come into it as they are analysed.</source>
        <translation>색인에 이 영상과 비슷한 영상이 아직 없습니다. 영상은 분석되는 대로 색인에 들어갑니다.</translation>
    </message>
    <message>
        <source>Report as encapsulated PDF</source>
        <translation>보고서를 캡슐화 PDF로</translation>
    </message>
    <message>
        <source>Film as seen as presentation state (GSPS)</source>
        <translation>보이는 그대로의 영상을 표시 상태(GSPS)로</translation>
    </message>
    <message>
        <source>Key object selections (KO)</source>
        <translation>주요 객체 선택(KO)</translation>
    </message>
    <message>
        <source>Heatmaps as data (parametric map)</source>
        <translation>히트맵을 데이터로(파라메트릭 맵)</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>교육</translation>
    </message>
</context>
</TS>
