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
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty. Nothing leaves this machine, and your databases are only ever read.</source>
        <translation>GNU 일반 공중 사용 허가서(GPL) 3판 또는 그 이후 판을 따르는 자유 소프트웨어이며, 어떠한 보증도 하지 않습니다. 아무것도 이 컴퓨터 밖으로 나가지 않으며, 데이터베이스는 읽기만 합니다.</translation>
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
    <name>mureum::ui::ExplanationView</name>
    <message>
        <source>The SQL in words</source>
        <translation>말로 풀어 쓴 SQL</translation>
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
        <source>search the schema</source>
        <translation>스키마 찾기</translation>
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
</context>
<context>
    <name>mureum::ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>알림 닫기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::PromptInspector</name>
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
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
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
</TS>
