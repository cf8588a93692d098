<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>ChartView</name>
    <message>
        <source>There are no rows to draw.</source>
        <translation>그릴 행이 없습니다.</translation>
    </message>
    <message>
        <source>No column holds numbers to draw.</source>
        <translation>그릴 수 있는 숫자 열이 없습니다.</translation>
    </message>
    <message>
        <source>A single row needs no chart.</source>
        <translation>한 행뿐이라 차트가 필요하지 않습니다.</translation>
    </message>
    <message>
        <source>One column of numbers alone makes no chart: it needs a name, a date or another number beside it.</source>
        <translation>숫자 열 하나만으로는 차트를 그릴 수 없습니다. 이름이나 날짜, 다른 숫자 열이 함께 있어야 합니다.</translation>
    </message>
    <message>
        <source>Points need two columns of numbers.</source>
        <translation>점 차트에는 숫자 열이 두 개 필요합니다.</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(없음)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(빈 값)</translation>
    </message>
    <message>
        <source>the %1 largest of %2 series</source>
        <translation>%2개 계열 가운데 큰 순서로 %1개</translation>
    </message>
    <message>
        <source>the %1 largest of %2</source>
        <translation>%2개 가운데 큰 순서로 %1개</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>%1 rows without %2 left out</source>
        <translation>%2 값이 없는 %1개 행은 뺐습니다</translation>
    </message>
</context>
<context>
    <name>HistoryStore</name>
    <message>
        <source>The history cannot be kept in %1; it lasts until the window is closed.</source>
        <translation>기록을 %1에 남길 수 없어, 창을 닫을 때까지만 둡니다.</translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>blob %1%2, %3</source>
        <translation>블롭 %1%2, %3</translation>
    </message>
</context>
<context>
    <name>RowStream</name>
    <message>
        <source>%1 is the database itself; choose another file</source>
        <translation>%1 파일은 데이터베이스 자체입니다. 다른 파일을 고르세요</translation>
    </message>
    <message>
        <source>%1 is a folder; choose a file</source>
        <translation>%1 항목은 폴더입니다. 파일을 고르세요</translation>
    </message>
    <message>
        <source>Cannot write to %1: %2</source>
        <translation>%1에 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>This is too much for the clipboard; export it as CSV</source>
        <translation>클립보드에 담기에는 너무 큽니다. CSV로 내보내세요</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AboutDialog</name>
    <message>
        <source>About Mureum</source>
        <translation>Mureum 정보</translation>
    </message>
    <message>
        <source>Ask a database in Korean or English, on your own machine.</source>
        <translation>내 컴퓨터에서 한국어나 영어로 데이터베이스에 물어보세요.</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>라이브러리와 사용 허가</translation>
    </message>
    <message>
        <source>Built on:</source>
        <translation>사용한 라이브러리:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty. Nothing leaves this machine unless you name a server yourself, and your databases are only ever read.</source>
        <translation>GNU 일반 공중 사용 허가서 3판 또는 그 이후 판을 따르는 자유 소프트웨어이며 어떠한 보증도 하지 않습니다. 직접 서버를 지정하지 않는 한 아무것도 이 컴퓨터 밖으로 나가지 않으며, 데이터베이스는 읽기만 합니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ApiKeys</name>
    <message>
        <source>The keyring did not take the key (%1). It is kept for this session only</source>
        <translation>키링에 키를 저장하지 못했습니다(%1). 이번 세션에서만 사용합니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AskPage</name>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>Could not open %1: %2</source>
        <translation>%1 파일을 열지 못했습니다: %2</translation>
    </message>
    <message>
        <source>The model could not be loaded: %1</source>
        <translation>모델을 불러오지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>질문하기</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>멈춤 (Esc)</translation>
    </message>
    <message>
        <source>Ask (Enter)</source>
        <translation>질문하기 (Enter)</translation>
    </message>
    <message>
        <source>Ask a question, or write SQL and run it.</source>
        <translation>질문을 입력하거나, SQL을 직접 써서 실행하세요.</translation>
    </message>
    <message>
        <source>The question has %1 characters; at most %2 can be asked. Shorten it.</source>
        <translation>질문이 %1자입니다. %2자까지 물어볼 수 있으니 줄여 주세요.</translation>
    </message>
    <message>
        <source>Open a database first.</source>
        <translation>먼저 데이터베이스를 여세요.</translation>
    </message>
    <message>
        <source>Writing SQL…</source>
        <translation>SQL을 쓰는 중…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>No SQL was found for this question. Try to name the table or column you mean.</source>
        <translation>이 질문에 맞는 SQL을 찾지 못했습니다. 찾으려는 테이블이나 열의 이름을 넣어 보세요.</translation>
    </message>
    <message>
        <source>SQL %1 s · rows %2 s</source>
        <translation>SQL %1초 · 결과 %2초</translation>
    </message>
    <message>
        <source>rows %1 s</source>
        <translation>결과 %1초</translation>
    </message>
    <message>
        <source>%1 is no longer there.</source>
        <translation>%1 파일이 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>Press Enter in the question to ask again.</source>
        <translation>질문 칸에서 Enter를 누르면 다시 물어봅니다.</translation>
    </message>
    <message>
        <source>Press Ctrl+Enter to run this SQL again.</source>
        <translation>Ctrl+Enter를 누르면 이 SQL을 다시 실행합니다.</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>스키마</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Ask about this database in Korean or English</source>
        <translation>이 데이터베이스에 대해 한국어나 영어로 물어보세요</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>예를 들면</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>여는 중…</translation>
    </message>
    <message>
        <source>Open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>Choose a database</source>
        <translation>데이터베이스 고르기</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AskService</name>
    <message>
        <source>No model was found beside the application. Choose a GGUF file in the settings.</source>
        <translation>프로그램과 함께 온 모델을 찾지 못했습니다. 설정에서 GGUF 파일을 고르세요.</translation>
    </message>
    <message>
        <source>No model is loaded. SQL can still be written and run by hand.</source>
        <translation>불러온 모델이 없습니다. SQL을 직접 써서 실행할 수는 있습니다.</translation>
    </message>
    <message>
        <source>Open a database first.</source>
        <translation>먼저 데이터베이스를 여세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Breakdown</name>
    <message>
        <source>By hardness</source>
        <translation>난이도별</translation>
    </message>
    <message>
        <source>By clause (F1)</source>
        <translation>절별 (F1)</translation>
    </message>
    <message>
        <source>By language</source>
        <translation>언어별</translation>
    </message>
    <message>
        <source>By length of the question</source>
        <translation>질문 길이별</translation>
    </message>
    <message>
        <source>By database</source>
        <translation>데이터베이스별</translation>
    </message>
</context>
<context>
    <name>mureum::ui::BreakdownPlot</name>
    <message>
        <source>95% interval: %1</source>
        <translation>95% 구간: %1</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>Click: only these examples</source>
        <translation>클릭: 이 예제만 보기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ChartView</name>
    <message>
        <source>Kind of chart</source>
        <translation>차트 종류</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>막대</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>What the values are drawn along</source>
        <translation>값을 늘어놓을 기준 열</translation>
    </message>
    <message>
        <source>One series for each value of this column</source>
        <translation>이 열의 값마다 계열 하나</translation>
    </message>
    <message>
        <source>The columns drawn</source>
        <translation>그리는 열</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>PNG로 저장…</translation>
    </message>
    <message>
        <source>the first %1 rows</source>
        <translation>처음 %1개 행</translation>
    </message>
    <message>
        <source>Shown: %1</source>
        <translation>표시: %1</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>차트 저장</translation>
    </message>
    <message>
        <source>chart.png</source>
        <translation>chart.png</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>Series:</source>
        <translation>계열:</translation>
    </message>
    <message>
        <source>Values:</source>
        <translation>값:</translation>
    </message>
    <message>
        <source>Along:</source>
        <translation>기준:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ChartsPanel</name>
    <message>
        <source>Measure</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Lines: 95% interval. A click on a bar shows its examples.</source>
        <translation>선: 95% 구간. 막대를 클릭하면 해당 예제만 보입니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::CompareView</name>
    <message>
        <source>Runs</source>
        <translation>평가 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>평가 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>앞뒤 바꾸기</translation>
    </message>
    <message>
        <source>Take the other run for the earlier one</source>
        <translation>다른 평가를 기준으로 삼습니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Save the comparison as HTML</source>
        <translation>비교를 HTML로 저장</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>All that changed</source>
        <translation>바뀐 것 모두</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>나빠짐</translation>
    </message>
    <message>
        <source>Which changes</source>
        <translation>변화 종류</translation>
    </message>
    <message>
        <source>Only what changed</source>
        <translation>바뀐 것만</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>비교하는 중…</translation>
    </message>
    <message>
        <source>These runs share no measured examples.</source>
        <translation>두 평가에 함께 측정된 예제가 없습니다.</translation>
    </message>
    <message>
        <source>%1: %2 fixed, %3 broken</source>
        <translation>%1: 고쳐짐 %2, 나빠짐 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s) are in one run only</source>
        <translation>
            <numerusform>예제 %n개는 한쪽 평가에만 있습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>These runs do not say where their databases are.</source>
        <translation>이 평가에는 데이터베이스 위치가 적혀 있지 않습니다.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>비교 저장</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ComparisonModel</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>Unlikely to be chance (McNemar&apos;s exact test)</source>
        <translation>우연으로 보기 어렵습니다 (맥니머 정확 검정)</translation>
    </message>
    <message>
        <source>May well be chance (McNemar&apos;s exact test)</source>
        <translation>우연일 수 있습니다 (맥니머 정확 검정)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Difference (points)</source>
        <translation>차이 (%p)</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 구간</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>나빠짐</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::CorrectionDialog</name>
    <message>
        <source>Correct the right answer</source>
        <translation>정답 고치기</translation>
    </message>
    <message>
        <source>Write the SQL that answers the question and run it. It is kept in your own file of verified pairs; the data that was measured stays as it is.</source>
        <translation>질문에 맞는 SQL을 쓰고 실행하세요. 내 검증된 쌍 파일에 보관되며, 측정에 쓴 데이터는 그대로입니다.</translation>
    </message>
    <message>
        <source>Save as verified</source>
        <translation>검증된 쌍으로 저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Run the SQL first (Ctrl+Enter): only what ran can be verified</source>
        <translation>먼저 SQL을 실행하세요 (Ctrl+Enter): 실행된 것만 검증할 수 있습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::DatabaseChooser</name>
    <message>
        <source>&amp;Open database…</source>
        <translation>데이터베이스 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>최근</translation>
    </message>
    <message>
        <source>Clear the recent list</source>
        <translation>최근 목록 지우기</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>SQLite databases (*.sqlite *.sqlite3 *.db *.db3 *.s3db);;All files (*)</source>
        <translation>SQLite 데이터베이스 (*.sqlite *.sqlite3 *.db *.db3 *.s3db);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::EvaluationPage</name>
    <message>
        <source>Sample questions</source>
        <translation>샘플 질문</translation>
    </message>
    <message>
        <source>Open a run directory</source>
        <translation>평가 폴더 열기</translation>
    </message>
    <message>
        <source>%1 holds no run. Choose a folder that mureum-cli eval or score filled with --run.</source>
        <translation>%1 폴더에 평가가 없습니다. mureum-cli eval 또는 score가 --run으로 만든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>평가 삭제</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s) with all records? %1</source>
        <translation>
            <numerusform>평가 %n개를 기록과 함께 삭제할까요? %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs that lie elsewhere are only taken off the list; their files stay.</source>
        <translation>다른 곳에 있는 평가는 목록에서만 빠지고 파일은 남습니다.</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Example</name>
    <message>
        <source>right</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>오답</translation>
    </message>
    <message>
        <source>inconclusive</source>
        <translation>판단 불가</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>no SQL</source>
        <translation>SQL 없음</translation>
    </message>
    <message>
        <source>the model failed</source>
        <translation>모델 오류</translation>
    </message>
    <message>
        <source>syntax error</source>
        <translation>문법 오류</translation>
    </message>
    <message>
        <source>unknown name</source>
        <translation>없는 이름</translation>
    </message>
    <message>
        <source>not a reading statement</source>
        <translation>읽기 문이 아님</translation>
    </message>
    <message>
        <source>time limit</source>
        <translation>시간 초과</translation>
    </message>
    <message>
        <source>failed while running</source>
        <translation>실행 중 오류</translation>
    </message>
    <message>
        <source>other number of columns</source>
        <translation>열 수가 다름</translation>
    </message>
    <message>
        <source>no rows</source>
        <translation>행 없음</translation>
    </message>
    <message>
        <source>other number of rows</source>
        <translation>행 수가 다름</translation>
    </message>
    <message>
        <source>other values</source>
        <translation>값이 다름</translation>
    </message>
    <message>
        <source>other order</source>
        <translation>순서가 다름</translation>
    </message>
    <message>
        <source>wrong on a changed database</source>
        <translation>변형 DB에서 틀림</translation>
    </message>
    <message>
        <source>the right answer fails</source>
        <translation>정답이 실행되지 않음</translation>
    </message>
    <message>
        <source>both results are empty</source>
        <translation>두 결과 모두 비어 있음</translation>
    </message>
    <message>
        <source>cannot be decided</source>
        <translation>판단할 수 없음</translation>
    </message>
    <message>
        <source>the database fails</source>
        <translation>데이터베이스 오류</translation>
    </message>
    <message>
        <source>Execution accuracy (EX)</source>
        <translation>실행 정확도 (EX)</translation>
    </message>
    <message>
        <source>Exact match (EM)</source>
        <translation>완전 일치 (EM)</translation>
    </message>
    <message>
        <source>EX on a suite of databases</source>
        <translation>변형 DB 묶음의 EX</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>Strict exact match</source>
        <translation>엄격한 완전 일치</translation>
    </message>
    <message>
        <source>EX as BIRD counts it</source>
        <translation>BIRD 방식 EX</translation>
    </message>
    <message>
        <source>Same text</source>
        <translation>같은 텍스트</translation>
    </message>
    <message>
        <source>easy</source>
        <translation>쉬움</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>보통</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>어려움</translation>
    </message>
    <message>
        <source>extra hard</source>
        <translation>매우 어려움</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>%1단어</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExampleView</name>
    <message>
        <source>Previous example (Alt+Up)</source>
        <translation>이전 예제 (Alt+위)</translation>
    </message>
    <message>
        <source>Next example (Alt+Down)</source>
        <translation>다음 예제 (Alt+아래)</translation>
    </message>
    <message>
        <source>Right answer is wrong…</source>
        <translation>정답이 틀렸음…</translation>
    </message>
    <message>
        <source>Write a better right answer and keep it as a verified pair</source>
        <translation>더 나은 정답을 써서 검증된 쌍으로 보관합니다</translation>
    </message>
    <message>
        <source>Prediction is right</source>
        <translation>예측이 맞음</translation>
    </message>
    <message>
        <source>Keep the prediction as another right answer in your verified pairs</source>
        <translation>예측을 또 하나의 정답으로 내 검증된 쌍에 보관합니다</translation>
    </message>
    <message>
        <source>Choose the folder of databases…</source>
        <translation>데이터베이스 폴더 고르기…</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>검증됨</translation>
    </message>
    <message>
        <source>This question is among your verified pairs</source>
        <translation>이 질문은 내 검증된 쌍에 있습니다</translation>
    </message>
    <message>
        <source>Whose prediction</source>
        <translation>어느 평가의 예측인지</translation>
    </message>
    <message>
        <source>Choose an example in the list.</source>
        <translation>목록에서 예제를 고르세요.</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>suite %1</source>
        <translation>변형 DB %1</translation>
    </message>
    <message>
        <source>judge %1</source>
        <translation>판정 %1</translation>
    </message>
    <message>
        <source>judge: %1</source>
        <translation>판정: %1</translation>
    </message>
    <message>
        <source>efficiency %1</source>
        <translation>효율 %1</translation>
    </message>
    <message>
        <source>answered in %1 s</source>
        <translation>답변 %1초</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept as a verified pair in %1</source>
        <translation>%1에 검증된 쌍으로 보관했습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExamplesPanel</name>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>오류 종류</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>난이도</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Search questions and SQL</source>
        <translation>질문과 SQL 찾기</translation>
    </message>
    <message>
        <source>Search the examples</source>
        <translation>예제 찾기</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>모든 판정</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>오답</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>판단 불가</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Judge disagrees</source>
        <translation>판정 모델과 다름</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>All errors</source>
        <translation>모든 오류</translation>
    </message>
    <message>
        <source>Any hardness</source>
        <translation>모든 난이도</translation>
    </message>
    <message>
        <source>All databases</source>
        <translation>모든 DB</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>모든 언어</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation>
            <numerusform>예제 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>wrong in “%1”</source>
        <translation>“%1” 절이 틀림</translation>
    </message>
    <message>
        <source>Examples appear here as they are answered.</source>
        <translation>답변이 끝난 예제가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>No example passes these filters.</source>
        <translation>조건에 맞는 예제가 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExplanationView</name>
    <message>
        <source>The SQL in words</source>
        <translation>말로 풀어 쓴 SQL</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExportDialog</name>
    <message>
        <source>Names of the columns in the first line</source>
        <translation>첫 줄에 열 이름 넣기</translation>
    </message>
    <message>
        <source>Byte order mark, so that Excel reads Korean right</source>
        <translation>Excel에서 한글이 깨지지 않도록 바이트 순서 표시(BOM) 넣기</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>CSV로 내보내기</translation>
    </message>
    <message>
        <source>result.csv</source>
        <translation>result.csv</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>쉼표</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>세미콜론</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>All rows that pass the filters, in the order shown. UTF-8.</source>
        <translation>필터에 맞는 모든 행을 보이는 순서대로 내보냅니다. UTF-8.</translation>
    </message>
    <message>
        <source>All rows, also those not read yet. UTF-8.</source>
        <translation>아직 읽지 않은 행까지 모두 내보냅니다. UTF-8.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Separator:</source>
        <translation>구분 문자:</translation>
    </message>
    <message>
        <source>CSV (*.csv);;All files (*)</source>
        <translation>CSV (*.csv);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>%1 is there already. Replace it?</source>
        <translation>%1 파일이 이미 있습니다. 바꿀까요?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FilterHeader</name>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>text: contains it
!text: does not contain it
=x  &lt;&gt;x  &lt;x  &gt;=x: compared
a ~ b: from a to b
NULL: no value</source>
        <translation>글자: 들어 있는 것
!글자: 들어 있지 않은 것
=x  &lt;&gt;x  &lt;x  &gt;=x: 비교
a ~ b: a부터 b까지
NULL: 값 없음</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Findings</name>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Error:</source>
        <translation>오류:</translation>
    </message>
    <message>
        <source>Warning:</source>
        <translation>경고:</translation>
    </message>
    <message>
        <source>Nothing stands against it.</source>
        <translation>문제가 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FlipsModel</name>
    <message>
        <source>fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>나빠짐</translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistoryModel</name>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>실행하지 않음</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistoryView</name>
    <message>
        <source>Search questions and SQL</source>
        <translation>질문과 SQL 찾기</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>기록 찾기</translation>
    </message>
    <message>
        <source>Clear the history…</source>
        <translation>기록 지우기…</translation>
    </message>
    <message>
        <source>Clear the history</source>
        <translation>기록 지우기</translation>
    </message>
    <message>
        <source>Questions asked before</source>
        <translation>지난 질문</translation>
    </message>
    <message>
        <source>What you ask will be listed here.</source>
        <translation>물어본 질문이 여기에 쌓입니다.</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>다시 불러오기</translation>
    </message>
    <message>
        <source>Copy question</source>
        <translation>질문 복사</translation>
    </message>
    <message>
        <source>Copy SQL</source>
        <translation>SQL 복사</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remove every question from the history? This cannot be undone.</source>
        <translation>기록의 모든 질문을 지울까요? 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobFile</name>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 파일에 쓸 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobProcess</name>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>%1 프로그램을 시작할 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobsStore</name>
    <message>
        <source>A run that is not finished cannot be removed. Stop it first</source>
        <translation>끝나지 않은 평가는 지울 수 없습니다. 먼저 멈추세요</translation>
    </message>
    <message>
        <source>Not everything in %1 could be deleted</source>
        <translation>%1 폴더를 모두 지우지는 못했습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JudgeDialog</name>
    <message>
        <source>Judge a run</source>
        <translation>평가 판정</translation>
    </message>
    <message>
        <source>A model on a server is asked of every example whether the prediction answers the question. What it said before is not asked again.</source>
        <translation>예제마다 예측이 질문에 답하는지 서버의 모델에 묻습니다. 이미 판단한 것은 다시 묻지 않습니다.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행되는 명령:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JudgeFields</name>
    <message>
        <source>Keep it in the keyring</source>
        <translation>키링에 보관</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>for this session only</source>
        <translation>이번 세션에서만</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>서버:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Key:</source>
        <translation>키:</translation>
    </message>
    <message>
        <source>Requests per minute:</source>
        <translation>분당 요청:</translation>
    </message>
    <message>
        <source>Tokens per minute:</source>
        <translation>분당 토큰:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Enter, Ctrl+Enter</source>
        <translation>Enter, Ctrl+Enter</translation>
    </message>
    <message>
        <source>in the question: ask</source>
        <translation>질문 칸: 질문하기</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>in the question: new line</source>
        <translation>질문 칸: 줄 바꾸기</translation>
    </message>
    <message>
        <source>Ctrl+Enter, F5</source>
        <translation>Ctrl+Enter, F5</translation>
    </message>
    <message>
        <source>in the SQL: run it</source>
        <translation>SQL 칸: 실행하기</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Ctrl+Space</translation>
    </message>
    <message>
        <source>in the SQL: complete names</source>
        <translation>SQL 칸: 이름 자동 완성</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>to the question</source>
        <translation>질문 칸으로</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>to the SQL</source>
        <translation>SQL 칸으로</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation>Ctrl+H</translation>
    </message>
    <message>
        <source>search the history</source>
        <translation>기록 찾기</translation>
    </message>
    <message>
        <source>Ctrl+I</source>
        <translation>Ctrl+I</translation>
    </message>
    <message>
        <source>what the model saw</source>
        <translation>모델이 본 내용</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>show or hide the side panel</source>
        <translation>옆 패널 보이기/숨기기</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>search the schema, or the examples of a run</source>
        <translation>스키마 또는 평가의 예제 찾기</translation>
    </message>
    <message>
        <source>Ctrl+1, Ctrl+2</source>
        <translation>Ctrl+1, Ctrl+2</translation>
    </message>
    <message>
        <source>to the pages Ask and Evaluate</source>
        <translation>질문 화면, 평가 화면으로</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>on the page Evaluate: new evaluation</source>
        <translation>평가 화면: 새 평가</translation>
    </message>
    <message>
        <source>Alt+Up, Alt+Down</source>
        <translation>Alt+위, Alt+아래</translation>
    </message>
    <message>
        <source>in a run: previous and next example</source>
        <translation>평가 안: 이전 예제, 다음 예제</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+왼쪽</translation>
    </message>
    <message>
        <source>in a run: back to the runs</source>
        <translation>평가 안: 평가 목록으로</translation>
    </message>
</context>
<context>
    <name>mureum::ui::LeaveQuestion</name>
    <message>
        <source>Jobs are running</source>
        <translation>실행 중인 작업</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) not finished: %1</source>
        <translation>
            <numerusform>작업 %n개가 끝나지 않았습니다: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>In the background they go on without the window; it shows them again when it is opened. A stopped job keeps what is done and can be resumed.</source>
        <translation>백그라운드에서는 창 없이 계속되며, 창을 다시 열면 보입니다. 멈춘 작업은 끝난 부분을 보관하고 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>Jobs that still wait for their turn are not started in the background.</source>
        <translation>차례를 기다리는 작업은 백그라운드에서 시작되지 않습니다.</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>계속 실행</translation>
    </message>
    <message>
        <source>Stop them</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>mureum::ui::LinkedQuestion</name>
    <message>
        <source>table</source>
        <translation>테이블</translation>
    </message>
    <message>
        <source>column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
</context>
<context>
    <name>mureum::ui::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Ask a database (Ctrl+1)</source>
        <translation>데이터베이스에 질문하기 (Ctrl+1)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>설정 (Ctrl+,)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open database…</source>
        <translation>데이터베이스 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Recent and samples</source>
        <translation>최근 파일과 예제(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>설정(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>질문(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>질문하기(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>멈춤(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Run the SQL</source>
        <translation>SQL 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;What the model saw</source>
        <translation>모델이 본 내용(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>To the &amp;question</source>
        <translation>질문 칸으로(&amp;Q)</translation>
    </message>
    <message>
        <source>To the S&amp;QL</source>
        <translation>SQL 칸으로(&amp;L)</translation>
    </message>
    <message>
        <source>Search the s&amp;chema</source>
        <translation>스키마 찾기(&amp;C)</translation>
    </message>
    <message>
        <source>Search the &amp;history</source>
        <translation>기록 찾기(&amp;H)</translation>
    </message>
    <message>
        <source>Show or hide the &amp;side panel</source>
        <translation>옆 패널 보이기/숨기기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>단축키(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Mureum</source>
        <translation>Mureum 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>걸린 시간</translation>
    </message>
    <message>
        <source>%1 – Mureum</source>
        <translation>%1 – Mureum</translation>
    </message>
    <message>
        <source>%1, read-only</source>
        <translation>%1, 읽기 전용</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>모델 없음</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure how good a model is (Ctrl+2)</source>
        <translation>모델이 얼마나 좋은지 측정 (Ctrl+2)</translation>
    </message>
    <message>
        <source>Running jobs</source>
        <translation>실행 중인 작업</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>작업 %n개 실행 중</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>알림 닫기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::NewEvaluationDialog</name>
    <message>
        <source>EM: same clauses</source>
        <translation>EM: 같은 절</translation>
    </message>
    <message>
        <source>Suite: same rows on changed databases too</source>
        <translation>변형 DB: 변형한 데이터베이스에서도 같은 행</translation>
    </message>
    <message>
        <source>Efficiency: time against the right answer</source>
        <translation>효율: 정답 대비 시간</translation>
    </message>
    <message>
        <source>Judge: ask a model on a server</source>
        <translation>판정 모델: 서버의 모델에 묻기</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>New evaluation</source>
        <translation>새 평가</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 고르기</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>Folder of the adapter</source>
        <translation>어댑터 폴더</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Adapter:</source>
        <translation>어댑터:</translation>
    </message>
    <message>
        <source>Data:</source>
        <translation>데이터:</translation>
    </message>
    <message>
        <source>Questions with right answers</source>
        <translation>정답이 있는 질문</translation>
    </message>
    <message>
        <source>Examples (*.jsonl *.json)</source>
        <translation>예제 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>Databases:</source>
        <translation>데이터베이스:</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>JSON lines with db_id, question, query</source>
        <translation>db_id, question, query가 있는 JSON Lines</translation>
    </message>
    <message>
        <source>folder with &lt;db_id&gt;.sqlite</source>
        <translation>&lt;db_id&gt;.sqlite가 있는 폴더</translation>
    </message>
    <message>
        <source>EX: same rows</source>
        <translation>EX: 같은 행</translation>
    </message>
    <message>
        <source>Measures:</source>
        <translation>지표:</translation>
    </message>
    <message>
        <source>Answers the model weighs against each other</source>
        <translation>모델이 서로 견주는 답의 수</translation>
    </message>
    <message>
        <source>The first so many examples</source>
        <translation>처음 몇 개의 예제</translation>
    </message>
    <message>
        <source>Candidates:</source>
        <translation>후보 수:</translation>
    </message>
    <message>
        <source>Examples:</source>
        <translation>예제:</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행되는 명령:</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::PromptInspector</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>In the question</source>
        <translation>질문에서</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>In the database</source>
        <translation>데이터베이스에서</translation>
    </message>
    <message>
        <source>Recognised in the question</source>
        <translation>질문에서 알아본 것</translation>
    </message>
    <message>
        <source>What the model saw</source>
        <translation>모델이 본 내용</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%2토큰 가운데 %1토큰</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1토큰</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Prompt:</source>
        <translation>프롬프트:</translation>
    </message>
    <message>
        <source>Written:</source>
        <translation>쓴 길이:</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>시간:</translation>
    </message>
    <message>
        <source>linking %1, reading the prompt %2, writing %3, running %4, in all %5</source>
        <translation>연결 %1, 프롬프트 읽기 %2, 쓰기 %3, 실행 %4, 모두 %5</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>프롬프트 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Nothing in the question was recognised in the database.</source>
        <translation>질문에서 데이터베이스와 이어지는 말을 찾지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultPairView</name>
    <message>
        <source>Only rows that differ</source>
        <translation>다른 행만</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message numerus="yes">
        <source>the first %n row(s)</source>
        <translation>
            <numerusform>처음 %n행</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 without a counterpart</source>
        <translation>짝 없는 행 %1개</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>No rows.</source>
        <translation>행이 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultPane</name>
    <message>
        <source>Running…</source>
        <translation>실행 중…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultSideModel</name>
    <message>
        <source>No column of the other result has these values</source>
        <translation>다른 결과에 이 값을 가진 열이 없습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultStatus</name>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>no rows</source>
        <translation>행 없음</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1행</translation>
    </message>
    <message>
        <source>all %1 rows</source>
        <translation>모두 %1행</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>실행 중…</translation>
    </message>
    <message>
        <source>Reading… %1 rows so far</source>
        <translation>읽는 중… 지금까지 %1행</translation>
    </message>
    <message>
        <source>Stopped · %1 rows so far</source>
        <translation>멈춤 · 지금까지 %1행</translation>
    </message>
    <message>
        <source>the first %1 rows; an export holds them all</source>
        <translation>처음 %1행. 내보내면 모두 담깁니다</translation>
    </message>
    <message>
        <source>%1 rows so far</source>
        <translation>지금까지 %1행</translation>
    </message>
    <message>
        <source> · %1 s</source>
        <translation> · %1초</translation>
    </message>
    <message>
        <source>Stop the export or copy</source>
        <translation>내보내기나 복사 멈추기</translation>
    </message>
    <message>
        <source>Stop reading; the rows so far stay</source>
        <translation>읽기 멈추기. 지금까지 읽은 행은 남습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultTable</name>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy with headers</source>
        <translation>열 이름과 함께 복사</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Use as filter</source>
        <translation>필터로 쓰기</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>필터 지우기</translation>
    </message>
    <message>
        <source>Separate thousands</source>
        <translation>천 단위 구분</translation>
    </message>
    <message>
        <source>Fit the columns</source>
        <translation>열 너비 맞추기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultView</name>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Fields under the headers that narrow the rows down</source>
        <translation>열 이름 아래 칸에 조건을 넣어 행을 추립니다</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the selected rows with their headers, or all where none are selected</source>
        <translation>고른 행을 열 이름과 함께 복사합니다. 고르지 않으면 모두 복사합니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Save all rows as CSV</source>
        <translation>모든 행을 CSV로 저장</translation>
    </message>
    <message>
        <source>The database was changed while its rows were read; run the query again.</source>
        <translation>행을 읽는 동안 데이터베이스가 바뀌었습니다. 다시 실행하세요.</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>No row passes the filters.</source>
        <translation>필터에 맞는 행이 없습니다.</translation>
    </message>
    <message>
        <source>The query gave no rows.</source>
        <translation>결과가 없습니다.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>복사함</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>내보내는 중…</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>복사하는 중…</translation>
    </message>
    <message>
        <source>Exporting… %1 rows</source>
        <translation>내보내는 중… %1행</translation>
    </message>
    <message>
        <source>Copying… %1 rows</source>
        <translation>복사하는 중… %1행</translation>
    </message>
    <message>
        <source>Saved %1 rows to %2</source>
        <translation>%2에 %1행을 저장함</translation>
    </message>
    <message>
        <source>Copied %1 rows</source>
        <translation>%1행을 복사함</translation>
    </message>
    <message>
        <source>Export stopped; nothing was saved</source>
        <translation>내보내기를 멈췄습니다. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Copy stopped</source>
        <translation>복사를 멈췄습니다</translation>
    </message>
    <message>
        <source>Another export or copy is running</source>
        <translation>다른 내보내기나 복사가 진행 중입니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunCheck</name>
    <message>
        <source>No model is chosen.</source>
        <translation>모델을 고르지 않았습니다.</translation>
    </message>
    <message>
        <source>The model %1 does not exist.</source>
        <translation>모델 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>The folder %1 holds no model: config.json is missing.</source>
        <translation>%1 폴더에 모델이 없습니다: config.json이 없습니다.</translation>
    </message>
    <message>
        <source>%1 is not a GGUF file.</source>
        <translation>%1은(는) GGUF 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>The folder %1 holds no adapter: adapter_config.json is missing.</source>
        <translation>%1 폴더에 어댑터가 없습니다: adapter_config.json이 없습니다.</translation>
    </message>
    <message>
        <source>No data file is chosen.</source>
        <translation>데이터 파일을 고르지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot be used and are left out; line %1: %2</source>
        <translation>
            <numerusform>%n줄은 쓸 수 없어 제외합니다. %1번째 줄: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>The judge&apos;s address has to look like https://host/v1.</source>
        <translation>판정 모델의 주소는 https://host/v1 형식이어야 합니다.</translation>
    </message>
    <message>
        <source>The judge&apos;s address has to begin with https: a key and your data would be sent for everybody to read.</source>
        <translation>판정 모델의 주소는 https로 시작해야 합니다. 그렇지 않으면 키와 데이터가 누구나 읽을 수 있게 전송됩니다.</translation>
    </message>
    <message>
        <source>Questions, SQL and table definitions are sent to %1.</source>
        <translation>질문, SQL, 테이블 정의가 %1(으)로 전송됩니다.</translation>
    </message>
    <message>
        <source>The judge&apos;s model is not named.</source>
        <translation>판정 모델의 이름이 없습니다.</translation>
    </message>
    <message>
        <source>No key for the judge is given; most servers want one.</source>
        <translation>판정 모델의 키가 없습니다. 대부분의 서버는 키가 필요합니다.</translation>
    </message>
    <message>
        <source>No folder of databases is chosen.</source>
        <translation>데이터베이스 폴더를 고르지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 is not a folder.</source>
        <translation>%1은(는) 폴더가 아닙니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) are missing in the folder: %1</source>
        <translation>
            <numerusform>폴더에 없는 데이터베이스 %n개: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n example(s) have no right answer and cannot be scored</source>
        <translation>
            <numerusform>예제 %n개는 정답이 없어 채점할 수 없습니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) come up more than once</source>
        <translation>
            <numerusform>질문 %n개가 두 번 이상 나옵니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right answer(s) do not run, of %1 tried; %2</source>
        <translation>
            <numerusform>시험한 정답 %1개 중 %n개가 실행되지 않습니다. %2</numerusform>
        </translation>
    </message>
    <message>
        <source>mureum-cli was found neither beside this program nor in PATH. Install it again.</source>
        <translation>mureum-cli가 이 프로그램 옆에도 PATH에도 없습니다. 다시 설치하세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunInfo</name>
    <message>
        <source>given SQL</source>
        <translation>주어진 SQL</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunRecords</name>
    <message numerus="yes">
        <source>%n line(s) of records.jsonl cannot be read and are left out</source>
        <translation>
            <numerusform>records.jsonl의 %n줄을 읽을 수 없어 제외합니다</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunView</name>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>평가 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>평가 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Examples shown as CSV…</source>
        <translation>보이는 예제를 CSV로…</translation>
    </message>
    <message>
        <source>Report as HTML…</source>
        <translation>보고서를 HTML로…</translation>
    </message>
    <message>
        <source>Charts as PNG…</source>
        <translation>차트를 PNG로…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>(%1 left)</source>
        <translation>(%1 남음)</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>변형 DB</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>This run does not say where its databases are.</source>
        <translation>이 평가에는 데이터베이스 위치가 적혀 있지 않습니다.</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>CSV for Excel, with byte order mark (*.csv)</source>
        <translation>Excel용 CSV, BOM 포함 (*.csv)</translation>
    </message>
    <message>
        <source>Save the examples</source>
        <translation>예제 저장</translation>
    </message>
    <message>
        <source>Save the charts</source>
        <translation>차트 저장</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>보고서 저장</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>보고서를 쓰는 중…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunsModel</name>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>멈추는 중</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1 of %2 examples; with 95% confidence between %3</source>
        <translation>예제 %2개 중 %1개; 95% 신뢰 구간 %3</translation>
    </message>
    <message>
        <source>Execution accuracy: the prediction gives the same rows as the right answer</source>
        <translation>실행 정확도: 예측이 정답과 같은 행을 냅니다</translation>
    </message>
    <message>
        <source>Exact match: the prediction has the same clauses as the right answer</source>
        <translation>완전 일치: 예측의 절이 정답과 같습니다</translation>
    </message>
    <message>
        <source>What a judging model says</source>
        <translation>판정 모델의 판단</translation>
    </message>
    <message>
        <source>Execution accuracy that also holds on changed copies of the database</source>
        <translation>데이터베이스를 변형한 사본에서도 맞는 실행 정확도</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>남은 시간</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>개수</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>변형 DB</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>With 95% confidence between %1</source>
        <translation>95% 신뢰 구간 %1</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunsView</name>
    <message>
        <source>New evaluation…</source>
        <translation>새 평가…</translation>
    </message>
    <message>
        <source>Measure a model on questions with right answers (Ctrl+N)</source>
        <translation>정답이 있는 질문으로 모델을 측정합니다 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>평가 열기…</translation>
    </message>
    <message>
        <source>Show a run directory that lies elsewhere</source>
        <translation>다른 곳에 있는 평가 폴더를 보여 줍니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Keep what is done and stop</source>
        <translation>끝난 부분을 보관하고 멈춥니다</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>멈춘 곳에서 계속합니다</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Compare the selected runs with the first of them</source>
        <translation>고른 평가를 그중 첫 번째와 비교합니다</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Delete the selected runs</source>
        <translation>고른 평가를 삭제합니다</translation>
    </message>
    <message>
        <source>How good is a model on your data, and where does it fail?</source>
        <translation>모델이 내 데이터에서 얼마나 잘하고, 어디서 틀릴까요?</translation>
    </message>
    <message>
        <source>An evaluation asks a model questions whose right answers are known, runs its SQL read-only and compares the rows. Every example can be looked at: both SQL statements, both results, and why it counts as right or wrong.</source>
        <translation>평가는 정답을 아는 질문을 모델에 묻고, 모델의 SQL을 읽기 전용으로 실행해 행을 비교합니다. 예제마다 두 SQL과 두 결과, 그리고 왜 맞거나 틀렸는지를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Measure the bundled model on the sample questions</source>
        <translation>내장 모델을 샘플 질문으로 측정</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>평가 목록</translation>
    </message>
    <message>
        <source>Select two or more runs with Ctrl or Shift to compare them</source>
        <translation>Ctrl이나 Shift로 평가를 두 개 이상 골라 비교하세요</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Judge…</source>
        <translation>판정…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemaModel</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Type / rows</source>
        <translation>형식 / 행 수</translation>
    </message>
    <message numerus="yes">
        <source>View %1, %n column(s)</source>
        <translation>
            <numerusform>뷰 %1, 열 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table %1, %n column(s)</source>
        <translation>
            <numerusform>테이블 %1, 열 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>기본 키</translation>
    </message>
    <message>
        <source>Refers to %1</source>
        <translation>%1 참조</translation>
    </message>
    <message>
        <source>Never NULL</source>
        <translation>NULL 없음</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>예: %1</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemaView</name>
    <message>
        <source>Search tables, columns, values</source>
        <translation>테이블, 열, 값 찾기</translation>
    </message>
    <message>
        <source>Search the schema</source>
        <translation>스키마 찾기</translation>
    </message>
    <message>
        <source>Tables and columns</source>
        <translation>테이블과 열</translation>
    </message>
    <message>
        <source>Insert into the SQL</source>
        <translation>SQL에 넣기</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>값 복사</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>이름 복사</translation>
    </message>
    <message>
        <source>Show the first %1 rows</source>
        <translation>처음 %1행 보기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SettingsDialog</name>
    <message>
        <source>Keep the history of questions</source>
        <translation>질문 기록 남기기</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정에 따름</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>the bundled model</source>
        <translation>기본 제공 모델</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>How many answers the model weighs for one question; fewer is faster.</source>
        <translation>질문 하나에 모델이 견주어 보는 답의 수입니다. 적을수록 빠릅니다.</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>How long a candidate may run while answers are compared.</source>
        <translation>답을 견주는 동안 후보 하나를 실행하는 최대 시간입니다.</translation>
    </message>
    <message>
        <source>Language:</source>
        <translation>언어:</translation>
    </message>
    <message>
        <source>Appearance:</source>
        <translation>모양:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Threads:</source>
        <translation>스레드:</translation>
    </message>
    <message>
        <source>Answers weighed:</source>
        <translation>견주는 답:</translation>
    </message>
    <message>
        <source>Time limit:</source>
        <translation>시간 제한:</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 고르기</translation>
    </message>
    <message>
        <source>Models (*.gguf);;All files (*)</source>
        <translation>모델 (*.gguf);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SqlDiffView</name>
    <message>
        <source>Right answer and prediction</source>
        <translation>정답과 예측</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SqlPane</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run this SQL (Ctrl+Enter)</source>
        <translation>이 SQL 실행 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>SQL 복사</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>What the model saw (Ctrl+I)</source>
        <translation>모델이 본 내용 (Ctrl+I)</translation>
    </message>
    <message>
        <source>Did you mean</source>
        <translation>이런 뜻이었나요</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::VerifiedPairs</name>
    <message>
        <source>%1 is in use by another window. Nothing was saved; try again</source>
        <translation>%1 파일을 다른 창이 쓰고 있습니다. 저장하지 않았습니다. 다시 시도하세요</translation>
    </message>
    <message>
        <source>%1 cannot be read. Nothing was saved</source>
        <translation>%1 파일을 읽을 수 없습니다. 저장하지 않았습니다</translation>
    </message>
</context>
</TS>
